import Glibc

/// How fast one thread copies memory.
enum MemoryCopy {
    static func measure(bytes: Int) {
        let source = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
        let target = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
        source.initializeMemory(as: UInt8.self, repeating: 1)
        target.initializeMemory(as: UInt8.self, repeating: 2)
        let count = max(1, 4_000_000_000 / bytes)
        let start = Program.seconds()
        for _ in 0..<count { memcpy(target.baseAddress!, source.baseAddress!, bytes) }
        print(Double(bytes) * Double(count) / (Program.seconds() - start))
    }
}
