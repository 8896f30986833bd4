import Core

/// One sample with memory of its own.
final class LayerSample {
    let target: Double
    private let values: AlignedMemory
    private let tokens: [UInt32]
    private let count: Int

    init(picture count: Int, seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        self.count = count
        tokens = []
        values = AlignedMemory(byteCount: count * 4)
        for index in 0..<count { values.pointer(to: Float.self)[index] = Float(random.normal()) }
        target = random.normal()
    }

    /// Small numbers more often than large ones, as words.
    init(tokens count: Int, below vocabulary: Int, seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        self.count = count
        values = AlignedMemory(byteCount: 4 * count)
        tokens = (0..<count).map { _ in
            let share = random.uniform()
            return UInt32(share * share * Double(vocabulary))
        }
        target = random.normal()
        tokens.withUnsafeBytes { values.bytes.copyMemory(from: $0) }
    }

    var signal: Signal<Float> {
        guard !tokens.isEmpty else { return Signal(values: values.pointer(to: Float.self), count: count) }
        let numbers = UnsafeRawPointer(values.bytes.baseAddress!).assumingMemoryBound(to: UInt32.self)
        return Signal(indices: numbers, count: count)
    }
}
