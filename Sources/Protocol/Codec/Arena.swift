/// Memory for the C structs of one message while it is packed; freed with it.
struct Arena: ~Copyable {
    private var blocks: [UnsafeMutableRawPointer] = []

    mutating func make<T>(_ value: T) -> UnsafeMutablePointer<T> {
        let pointer = UnsafeMutablePointer<T>.allocate(capacity: 1)
        pointer.initialize(to: value)
        blocks.append(UnsafeMutableRawPointer(pointer))
        return pointer
    }

    mutating func list<T>(
        _ elements: [UnsafeMutablePointer<T>]
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<T>?> {
        let pointer = UnsafeMutablePointer<UnsafeMutablePointer<T>?>.allocate(
            capacity: max(elements.count, 1))
        for (index, element) in elements.enumerated() { (pointer + index).initialize(to: element) }
        blocks.append(UnsafeMutableRawPointer(pointer))
        return pointer
    }

    mutating func text(_ string: String) -> UnsafeMutablePointer<CChar> {
        let bytes = Array(string.utf8CString)
        let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        pointer.initialize(from: bytes, count: bytes.count)
        blocks.append(UnsafeMutableRawPointer(pointer))
        return pointer
    }

    mutating func data(_ bytes: [UInt8]) -> UnsafeMutablePointer<UInt8> {
        let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        pointer.initialize(from: bytes, count: bytes.count)
        blocks.append(UnsafeMutableRawPointer(pointer))
        return pointer
    }

    deinit {
        for block in blocks { block.deallocate() }
    }
}
