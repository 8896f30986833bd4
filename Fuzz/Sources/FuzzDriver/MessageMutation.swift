/// Changes of protobuf messages that leave them protobuf messages.
package enum MessageMutation {
    private struct Field {
        var tag: UInt64
        var content: Content

        enum Content {
            case number(UInt64)
            case fixed([UInt8])
            case bytes([UInt8])
        }

        var isBytes: Bool { if case .bytes = content { true } else { false } }
    }

    /// Changes a field, or drops, doubles or moves one, somewhere in the message.
    package static func change(_ message: inout [UInt8], _ random: inout FuzzRandom, depth: Int = 0) {
        guard var fields = fields(of: message), !fields.isEmpty else {
            return randomise(&message, &random)
        }
        let index = random.below(fields.count)
        if depth < 6, case .bytes(var inner) = fields[index].content, random.below(3) > 0 {
            change(&inner, &random, depth: depth + 1)
            fields[index].content = .bytes(inner)
        } else {
            switch random.below(5) {
            case 0: fields.remove(at: index)
            case 1: fields.insert(fields[index], at: random.below(fields.count + 1))
            case 2: fields.swapAt(index, random.below(fields.count))
            case 3: fields[index].tag = UInt64(1 + random.below(24)) << 3 | fields[index].tag & 7
            default: change(&fields[index], &random)
            }
        }
        message = fields.flatMap(bytes)
    }

    private static func change(_ field: inout Field, _ random: inout FuzzRandom) {
        switch field.content {
        case .number(let value): field.content = .number(number(near: value, &random))
        case .fixed(var bytes):
            randomise(&bytes, &random)
            field.content = .fixed(bytes)
        case .bytes(var bytes):
            randomise(&bytes, &random)
            field.content = .bytes(bytes)
        }
    }

    private static func number(near value: UInt64, _ random: inout FuzzRandom) -> UInt64 {
        switch random.below(6) {
        case 0: return value &+ 1
        case 1: return value &- 1
        case 2: return random.next() >> random.below(64)
        case 3: return 1 << random.below(64)
        case 4: return UInt64(random.below(8))
        default: return (1 << random.below(64)) &- 1
        }
    }

    private static func randomise(_ bytes: inout [UInt8], _ random: inout FuzzRandom) {
        switch bytes.isEmpty ? 1 : random.below(3) {
        case 0: bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: random.below(bytes.count + 1))
        default: bytes.remove(at: random.below(bytes.count))
        }
    }

    // MARK: Wire format

    /// Nil if the bytes are no message.
    private static func fields(of message: [UInt8]) -> [Field]? {
        var (fields, position) = ([Field](), 0)
        while position < message.count {
            guard let tag = varint(message, &position), tag >> 3 > 0 else { return nil }
            switch tag & 7 {
            case 0:
                guard let value = varint(message, &position) else { return nil }
                fields.append(Field(tag: tag, content: .number(value)))
            case 1, 5:
                let end = position + (tag & 7 == 1 ? 8 : 4)
                guard end <= message.count else { return nil }
                fields.append(Field(tag: tag, content: .fixed(Array(message[position..<end]))))
                position = end
            case 2:
                guard let length = varint(message, &position), length <= message.count - position else {
                    return nil
                }
                let end = position + Int(length)
                fields.append(Field(tag: tag, content: .bytes(Array(message[position..<end]))))
                position = end
            default: return nil
            }
        }
        return fields
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
        }
        return nil
    }

    private static func bytes(_ field: Field) -> [UInt8] {
        switch field.content {
        case .number(let value): return varint(field.tag) + varint(value)
        case .fixed(let bytes): return varint(field.tag) + bytes
        case .bytes(let bytes): return varint(field.tag) + varint(UInt64(bytes.count)) + bytes
        }
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var (value, bytes) = (value, [UInt8]())
        while value > 127 {
            bytes.append(UInt8(value & 127) | 128)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }
}
