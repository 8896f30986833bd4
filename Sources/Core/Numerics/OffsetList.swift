/// A list of offsets for a product, readable up to a multiple of six.
final class OffsetList {
    let start: UnsafePointer<Int32>
    private let memory: UnsafeMutablePointer<Int32>

    init(_ offsets: [Int]) {
        memory = .allocate(capacity: offsets.count + 6)
        memory.initialize(repeating: 0, count: offsets.count + 6)
        for (number, offset) in offsets.enumerated() { memory[number] = Int32(offset) }
        start = UnsafePointer(memory)
    }

    deinit { memory.deallocate() }
}
