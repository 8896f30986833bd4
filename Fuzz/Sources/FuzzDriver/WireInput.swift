/// An input that stands for a message: a byte for its kind, the length of the header, the header, then payload frames
/// with their lengths.
package struct WireInput {
    package let kind: Int
    package let header: UnsafeRawBufferPointer
    package let payloads: [UnsafeRawBufferPointer]

    package init(_ input: inout InputBytes) {
        kind = input.byte()
        header = input.take(input.word())
        var payloads: [UnsafeRawBufferPointer] = []
        let frames = input.byte() % 8
        for _ in 0..<frames { payloads.append(input.take(input.word())) }
        self.payloads = payloads
    }

    package static func bytes(kind: Int, header: [UInt8], payloads: [[UInt8]]) -> [UInt8] {
        func word(_ count: Int) -> [UInt8] { [UInt8(count & 255), UInt8(count >> 8 & 255)] }
        return [UInt8(kind)] + word(header.count) + header + [UInt8(payloads.count)]
            + payloads.flatMap { word($0.count) + $0 }
    }

    /// Changes one field of the header and leaves the lengths around it right.
    package static func mutate(_ bytes: inout [UInt8], _ random: inout FuzzRandom) {
        guard bytes.count > 4 else { return }
        let length = min(Int(bytes[1]) | Int(bytes[2]) << 8, bytes.count - 3)
        var header = Array(bytes[3..<(3 + length)])
        MessageMutation.change(&header, &random)
        bytes.replaceSubrange(
            1..<(3 + length), with: [UInt8(header.count & 255), UInt8(header.count >> 8 & 255)] + header)
    }
}
