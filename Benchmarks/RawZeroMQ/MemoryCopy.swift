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
        for number in 0..<count {
            memcpy(target.baseAddress!, source.baseAddress!, bytes)
            source[number % bytes] = target[(number * 7) % bytes] &+ 1  // so that no copy can be left out
        }
        print(Double(bytes) * Double(count) / (Program.seconds() - start))
    }
}
