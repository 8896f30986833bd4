/// Stride 1: the windows are shifts of the padded picture, so nothing is copied out. The way back is a convolution
/// of the padded δ with the mirrored windows, whose grid has rows of the same length.
final class ShiftedConvolution<S: Scalar>: ConvolutionPlan {
    private let shape: Convolution
    private let picture: ConvolutionGrid
    private let delta: ConvolutionGrid
    /// Elements from channel to channel of what a product writes, before its rows are moved together.
    private let outputBlock: Int
    private let inputBlock: Int

    private let memory: AlignedMemory
    private let pictureStart: UnsafeMutablePointer<S>
    private let deltaStart: UnsafeMutablePointer<S>
    private let output: UnsafeMutablePointer<S>
    private let input: UnsafeMutablePointer<S>

    private let pictureTaps: OffsetList
    private let deltaTaps: OffsetList
    /// 0, 1, 2 …: the weights of a window as they lie.
    private let weights: OffsetList
    /// The mirrored weights from one input channel to all outputs.
    private let mirroredWeights: OffsetList

    /// Positions of the output, and of the input, in grid rows.
    private var outputPositions: Int { shape.outputHeight * picture.spacing.row }
    private var inputPositions: Int { shape.height * delta.spacing.row }

    init(_ shape: Convolution) {
        precondition(shape.stride == 1)
        self.shape = shape
        let row = shape.width + shape.padding
        picture = ConvolutionGrid(
            S.self, channels: shape.inputChannels, height: shape.height, width: shape.width,
            margin: shape.padding, positions: shape.outputHeight * row)
        delta = ConvolutionGrid(
            S.self, channels: shape.outputChannels, height: shape.outputHeight, width: shape.outputWidth,
            margin: shape.kernel - 1 - shape.padding, positions: shape.outputHeight * row)
        outputBlock = MemoryArrangement<S>.wholeVectors(shape.outputHeight * row)
        inputBlock = MemoryArrangement<S>.wholeVectors(shape.height * row)
        let slack = WindowProduct<S>.slack
        var arrangement = MemoryArrangement<S>()
        let parts = [
            picture.count + slack, delta.count + slack, shape.outputChannels * outputBlock + slack,
            shape.inputChannels * inputBlock + slack,
        ].map { arrangement.add($0) }
        memory = arrangement.makeMemory()
        let start = memory.pointer(to: S.self)
        pictureStart = start + parts[0]
        deltaStart = start + parts[1]
        output = start + parts[2]
        input = start + parts[3]
        pictureTaps = OffsetList(ShiftedConvolution.taps(picture, kernel: shape.kernel))
        deltaTaps = OffsetList(ShiftedConvolution.taps(delta, kernel: shape.kernel))
        weights = OffsetList(Array(0..<shape.windowSize))
        let area = shape.kernel * shape.kernel
        mirroredWeights = OffsetList(
            (0..<shape.outputChannels).flatMap { channel in
                (0..<area).map { channel * shape.columns + area - 1 - $0 }
            })
    }

    /// Offsets of the taps in the order of a tensor's columns: [channel, row, column].
    private static func taps(_ grid: ConvolutionGrid, kernel: Int) -> [Int] {
        (0..<grid.channels).flatMap { channel in
            (0..<(kernel * kernel)).map {
                grid.tap(channel: channel, row: $0 / kernel, column: $0 % kernel)
            }
        }
    }

    func forward(_ picture: UnsafePointer<S>, weights: UnsafePointer<S>) -> UnsafePointer<S> {
        self.picture.fill(pictureStart, from: picture)
        WindowProduct.multiply(
            .init(start: weights, offsets: self.weights.start, stride: shape.columns),
            .init(start: pictureStart, offsets: pictureTaps.start), into: output, stride: outputBlock,
            rows: shape.outputChannels, columns: outputPositions, terms: shape.windowSize,
            start: weights + shape.windowSize, startStride: shape.columns)
        moveTogether(
            output, channels: shape.outputChannels, block: outputBlock, height: shape.outputHeight,
            width: shape.outputWidth)
        return UnsafePointer(output)
    }

    func takeDelta(_ delta: UnsafePointer<S>) { self.delta.fill(deltaStart, from: delta) }

    func writeGradient(_ target: UnsafeMutablePointer<S>) {
        WindowProduct.correlate(
            deltaStart + delta.first, leftStride: delta.spacing.block,
            .init(start: pictureStart, offsets: pictureTaps.start), into: target, stride: shape.columns,
            rows: shape.outputChannels, terms: shape.windowSize, count: outputPositions)
    }

    func inputDelta(weights: UnsafePointer<S>) -> UnsafeMutablePointer<S> {
        WindowProduct.multiply(
            .init(start: weights, offsets: mirroredWeights.start, stride: shape.kernel * shape.kernel),
            .init(start: deltaStart, offsets: deltaTaps.start), into: input, stride: inputBlock,
            rows: shape.inputChannels, columns: inputPositions,
            terms: shape.outputChannels * shape.kernel * shape.kernel)
        moveTogether(
            input, channels: shape.inputChannels, block: inputBlock, height: shape.height, width: shape.width)
        return input
    }

    /// From grid rows to a picture without gaps, in place.
    private func moveTogether(
        _ values: UnsafeMutablePointer<S>, channels: Int, block: Int, height: Int, width: Int
    ) {
        LayerKernels.copyRows(
            values, RowSpacing(block: height * width, row: width), values,
            RowSpacing(block: block, row: picture.spacing.row), blocks: channels, rows: height, columns: width
        )
    }
}
