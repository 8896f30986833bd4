internal import Core
internal import Dispatch
internal import Foundation

/// The tensors of a safetensors file that are filled where they will stand in it. The header, whose length shows at the
/// end only, is then written in front of them: large data are not copied.
struct SafetensorsMemory {
    private typealias Part = (name: String, tensor: Dataset.Tensor)

    private let memory: AlignedMemory
    private let parts: [Part]
    private let size: Int
    /// A whole number of the widest vectors, so that the first tensor is aligned.
    private static let headerRoom = 1 << 16

    /// Memory for tensors of these types and shapes, every byte of which is to be filled.
    init(_ shapes: [String: (type: Dataset.ElementType, shape: [Int])]) {
        let sizes = shapes.mapValues { $0.shape.reduce($0.type.width, *) }
        let size = sizes.values.reduce(0, +)
        let memory = AlignedMemory(uninitializedByteCount: SafetensorsMemory.headerRoom + size)
        var begin = SafetensorsMemory.headerRoom
        var parts: [Part] = []
        for name in Safetensors.order(shapes.mapValues(\.type.width)) {
            let (type, shape) = shapes[name]!
            let bytes = UnsafeRawBufferPointer(rebasing: memory.bytes[begin..<begin + sizes[name]!])
            parts.append(
                (
                    name,
                    Dataset.Tensor(type: type, shape: shape, payload: Payload(owner: memory, bytes: bytes))
                ))
            begin += bytes.count
        }
        self.memory = memory
        self.parts = parts
        self.size = size
    }

    /// Where tensor `name` is filled.
    func elements<Element>(_ name: String, of type: Element.Type) -> UnsafeMutablePointer<Element> {
        let part = parts.first { $0.name == name }!
        // Of a tensor without elements no byte is touched.
        guard let start = part.tensor.payload.bytes.baseAddress else {
            return memory.bytes.baseAddress!.assumingMemoryBound(to: type)
        }
        return UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: type)
    }

    /// Views of the tensors.
    var tensors: [String: Dataset.Tensor] {
        Dictionary(uniqueKeysWithValues: parts.map { ($0.name, $0.tensor) })
    }

    /// Bytes of the tensors from `name` on.
    func size(from name: String) -> Int {
        parts.drop { $0.name != name }.reduce(0) { $0 + $1.tensor.payload.count }
    }

    /// Has another thread get the pages ready, which take longer to come than to be filled.
    func prefault() {
        guard size >= SafetensorsMemory.largeSize else { return }
        let memory = Pages(memory: memory)
        DispatchQueue.global(qos: .userInitiated).async {
            let bytes = memory.memory.bytes
            let start = UnsafeMutableRawPointer(bytes.baseAddress!).alignedUp(toMultipleOf: 4_096)
            // Where the system does not know the advice they come as they are touched.
            madvise(start, bytes.count - (start - bytes.baseAddress!), 23 /* MADV_POPULATE_WRITE */)
        }
    }

    private static let largeSize = 1 << 22

    /// Nothing is read or written there.
    private struct Pages: @unchecked Sendable {
        let memory: AlignedMemory
    }

    /// The bytes of the file, the same as `Safetensors.encode` gives.
    func file(metadata: [String: String]) -> Payload {
        let header = Safetensors.header(of: parts, metadata)
        let start = SafetensorsMemory.headerRoom - header.count - 8
        if start < 0 { return Safetensors.encode(tensors, metadata: metadata) }
        let file = UnsafeMutableRawBufferPointer(
            rebasing: memory.bytes[start..<SafetensorsMemory.headerRoom + size])
        file.storeBytes(of: UInt64(header.count).littleEndian, as: UInt64.self)
        UnsafeMutableRawBufferPointer(rebasing: file[8...]).copyBytes(from: header)
        return Payload(owner: memory, bytes: UnsafeRawBufferPointer(file))
    }
}
