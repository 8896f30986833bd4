internal import CKernels

/// Any stride: the windows are copied out, one row [positions] for each weight, and the products run over those rows.
final class GatheredConvolution<S: Scalar>: ConvolutionPlan {
    private let shape: Convolution
    private let positions: Int
    /// Elements from row to row of the copied windows, and of δ: zero behind the positions.
    private let block: Int

    private let memory: AlignedMemory
    private let windows: UnsafeMutablePointer<S>
    private let delta: UnsafeMutablePointer<S>
    private let windowDelta: UnsafeMutablePointer<S>
    private let output: UnsafeMutablePointer<S>
    private let input: UnsafeMutablePointer<S>

    private let windowRows: OffsetList
    private let deltaRows: OffsetList
    /// The weights of a window as they lie, and those from one of them to all outputs.
    private let weights: OffsetList
    private let transposedWeights: OffsetList

    init(_ shape: Convolution) {
        self.shape = shape
        positions = shape.outputHeight * shape.outputWidth
        block = MemoryArrangement<S>.wholeVectors(positions)
        let slack = WindowProduct<S>.slack
        var arrangement = MemoryArrangement<S>()
        let parts = [
            shape.windowSize * block + slack, shape.outputChannels * block + slack,
            shape.windowSize * block + slack, shape.outputChannels * block + slack, shape.inputs,
        ].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        let start = memory.pointer(to: S.self)
        windows = start + parts[0]
        delta = start + parts[1]
        windowDelta = start + parts[2]
        output = start + parts[3]
        input = start + parts[4]
        let (block, columns) = (block, shape.columns)
        windowRows = OffsetList((0..<shape.windowSize).map { $0 * block })
        deltaRows = OffsetList((0..<shape.outputChannels).map { $0 * block })
        weights = OffsetList(Array(0..<shape.windowSize))
        transposedWeights = OffsetList((0..<shape.outputChannels).map { $0 * columns })
    }

    private var kernelForm: ignd_windows {
        ignd_windows(
            channels: Int64(shape.inputChannels), height: Int64(shape.height), width: Int64(shape.width),
            kernel: Int64(shape.kernel), stride: Int64(shape.stride), padding: Int64(shape.padding),
            output_height: Int64(shape.outputHeight), output_width: Int64(shape.outputWidth),
            block: Int64(block))
    }

    func forward(_ picture: UnsafePointer<S>, weights: UnsafePointer<S>) -> UnsafePointer<S> {
        if S.precision == .float32 {
            ignd_gather_windows_f32(writing(windows), reading(picture), kernelForm)
        } else {
            ignd_gather_windows_f64(writing(windows), reading(picture), kernelForm)
        }
        WindowProduct.multiply(
            .init(start: weights, offsets: self.weights.start, stride: shape.columns),
            .init(start: windows, offsets: windowRows.start), into: output, stride: block,
            rows: shape.outputChannels, columns: positions, terms: shape.windowSize,
            start: weights + shape.windowSize, startStride: shape.columns)
        copy(output, from: block, to: positions, output)
        return UnsafePointer(output)
    }

    func takeDelta(_ delta: UnsafePointer<S>) { copy(delta, from: positions, to: block, self.delta) }

    func writeGradient(_ target: UnsafeMutablePointer<S>) {
        WindowProduct.correlate(
            delta, leftStride: block, .init(start: windows, offsets: windowRows.start), into: target,
            stride: shape.columns, rows: shape.outputChannels, terms: shape.windowSize, count: positions)
    }

    func inputDelta(weights: UnsafePointer<S>) -> UnsafeMutablePointer<S> {
        WindowProduct.multiply(
            .init(start: weights, offsets: transposedWeights.start, stride: 1),
            .init(start: delta, offsets: deltaRows.start), into: windowDelta, stride: block,
            rows: shape.windowSize, columns: positions, terms: shape.outputChannels)
        if S.precision == .float32 {
            ignd_scatter_windows_f32(writing(input), reading(windowDelta), kernelForm)
        } else {
            ignd_scatter_windows_f64(writing(input), reading(windowDelta), kernelForm)
        }
        return input
    }

    private func copy(
        _ source: UnsafePointer<S>, from: Int, to: Int, _ target: UnsafeMutablePointer<S>
    ) {
        LayerKernels.copyRows(
            target, RowSpacing(block: 0, row: to), source, RowSpacing(block: 0, row: from), blocks: 1,
            rows: shape.outputChannels, columns: positions)
    }
}
