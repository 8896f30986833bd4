internal import CKernels

/// The largest element of each size × size window of a picture [channels, height, width], the windows side by side;
/// what is left over at the right and lower edges is not looked at. Of equal elements the first one counts.
package final class MaxPoolLayer<S: Scalar>: Layer<S> {
    package let channels: Int
    package let height: Int
    package let width: Int
    package let size: Int
    package var outputs: Int { channels * (height / size) * (width / size) }

    private let memory: AlignedMemory
    private let output: UnsafeMutablePointer<S>
    private let inputDelta: UnsafeMutablePointer<S>
    private let places: UnsafeMutablePointer<UInt16>

    package init(channels: Int, height: Int, width: Int, size: Int) {
        precondition(channels > 0 && size > 0 && size < 256 && height >= size && width >= size)
        self.channels = channels
        self.height = height
        self.width = width
        self.size = size
        let count = channels * (height / size) * (width / size)
        var arrangement = MemoryArrangement<S>()
        let parts = [count, channels * height * width].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        output = memory.pointer(to: S.self) + parts[0]
        inputDelta = memory.pointer(to: S.self) + parts[1]
        places = .allocate(capacity: count)
        places.initialize(repeating: 0, count: count)
        super.init()
    }

    deinit { places.deallocate() }

    package override func forward(_ input: Signal<S>, parameters: UnsafePointer<S>) -> Signal<S> {
        precondition(input.count == channels * height * width)
        let (channels, height, width) = (Int64(channels), Int64(height), Int64(width))
        if S.precision == .float32 {
            ignd_pool_f32(
                writing(output), places, reading(input.values!), channels, height, width, Int64(size))
        } else {
            ignd_pool_f64(
                writing(output), places, reading(input.values!), channels, height, width, Int64(size))
        }
        return Signal(values: output, count: outputs)
    }

    package override func sensitivity(
        _ delta: UnsafeMutablePointer<S>, parameters: UnsafePointer<S>, needsInput: Bool
    ) -> UnsafeMutablePointer<S>? {
        guard needsInput else { return nil }
        let (channels, height, width) = (Int64(channels), Int64(height), Int64(width))
        if S.precision == .float32 {
            ignd_unpool_f32(
                writing(inputDelta), places, reading(delta), channels, height, width, Int64(size))
        } else {
            ignd_unpool_f64(
                writing(inputDelta), places, reading(delta), channels, height, width, Int64(size))
        }
        return inputDelta
    }
}
