package import Core
internal import Foundation

/// A file of named tensors in the safetensors format: a length (8 bytes), a JSON header of that length, the values.
package struct Safetensors {
    package let tensors: [String: Dataset.Tensor]
    package let metadata: [String: String]

    /// The limit of the reference implementation.
    private static let headerLimit = 100_000_000

    /// Reads a whole file in memory. Tensors are views of `bytes`; only one that lies crooked is copied.
    package init(_ bytes: Payload, file: String) throws {
        let header = try Safetensors.header(of: bytes, file: file)
        let start = 8 + header.length
        let entries = try Safetensors.entries(header.json, file: file)
        let space = bytes.count - start
        try Safetensors.checkLayout(entries.tensors, space: space, file: file)
        metadata = entries.metadata
        tensors = try entries.tensors.reduce(into: [:]) { tensors, entry in
            tensors[entry.name] = try entry.tensor(in: bytes, from: start, file: file)
        }
    }

    private static func header(of bytes: Payload, file: String) throws -> (length: Int, json: Data) {
        guard bytes.count >= 8 else { throw wrong(file, "is cut off: \(bytes.count) bytes, no header") }
        let length = UInt64(littleEndian: bytes.bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(headerLimit), Int(length) <= bytes.count - 8 else {
            throw wrong(file, "is cut off or not safetensors: a header of \(length) bytes does not fit")
        }
        return (Int(length), Data(bytes.bytes[8..<8 + Int(length)]))
    }

    private static func entries(
        _ json: Data, file: String
    ) throws -> (tensors: [SafetensorsEntry], metadata: [String: String]) {
        let object: Any
        do {
            object = try JSONSerialization.jsonObject(with: json)
        } catch {
            throw wrong(file, "has a header that is not JSON")
        }
        guard let fields = object as? [String: Any] else {
            throw wrong(file, "has a header that is not an object")
        }
        let metadata = fields["__metadata__"] ?? [String: String]()
        guard let metadata = metadata as? [String: String] else {
            throw wrong(file, "has metadata other than text")
        }
        let tensors = try fields.keys.sorted().filter { $0 != "__metadata__" }.map { name in
            try SafetensorsEntry(name: name, json: fields[name], file: file)
        }
        return (tensors, metadata)
    }

    /// Every byte belongs to exactly one tensor: no overlap, no hole, nothing behind the last.
    private static func checkLayout(_ entries: [SafetensorsEntry], space: Int, file: String) throws {
        var end = 0
        for entry in entries.sorted(by: { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }) {
            guard entry.begin == end else {
                let trouble = entry.begin < end ? "overlaps the one before it" : "leaves a hole before it"
                throw wrong(
                    file, "tensor \"\(entry.name)\" \(trouble) (it begins at \(entry.begin), expected \(end))"
                )
            }
            end = entry.end
        }
        guard end == space else {
            throw wrong(file, "is cut off or too long: tensors need \(end) bytes, the file has \(space)")
        }
    }

    static func wrong(_ file: String, _ message: String) -> InputError {
        InputError(.badData, file: file, message)
    }

    // MARK: Writing

    /// The bytes of a file with `tensors`, always the same for the same content. Widest elements come first, so that
    /// each tensor is aligned for its type.
    package static func encode(_ tensors: [String: Dataset.Tensor], metadata: [String: String] = [:])
        -> Payload
    {
        let parts = order(tensors.mapValues(\.type.width)).compactMap { name in
            tensors[name].map { (name: name, tensor: $0) }
        }
        let header = header(of: parts, metadata)
        let size = parts.reduce(8 + header.count) { $0 + $1.tensor.payload.count }
        return Payload(count: size) { memory in
            memory.storeBytes(of: UInt64(header.count).littleEndian, as: UInt64.self)
            var position = 8
            UnsafeMutableRawBufferPointer(rebasing: memory[position...]).copyBytes(from: header)
            position += header.count
            for part in parts where part.tensor.payload.count > 0 {
                UnsafeMutableRawBufferPointer(rebasing: memory[position...]).copyMemory(
                    from: part.tensor.payload.bytes)
                position += part.tensor.payload.count
            }
        }
    }

    /// Names in the order of a file, by the width of their elements.
    static func order(_ widths: [String: Int]) -> [String] {
        widths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// The header of a file that has `parts` in this order, without its length, which is `length` or the least that
    /// is a multiple of 8.
    static func header(
        of parts: [(name: String, tensor: Dataset.Tensor)], _ metadata: [String: String], length: Int? = nil
    ) -> [UInt8] {
        var object: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
        var begin = 0
        for (name, tensor) in parts {
            precondition(
                tensor.payload.count == tensor.shape.reduce(tensor.type.width, *),
                "tensor \(name) has as many bytes as its shape says")
            let end = begin + tensor.payload.count
            object[name] = SafetensorsEntry.json(tensor, begin: begin, end: end)
            begin = end
        }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
            preconditionFailure("texts and integers can always be encoded")
        }
        let padding = (length ?? (data.count + 7) / 8 * 8) - data.count
        precondition(padding >= 0, "the header has the room that it was given")
        return [UInt8](data) + [UInt8](repeating: UInt8(ascii: " "), count: padding)
    }
}
