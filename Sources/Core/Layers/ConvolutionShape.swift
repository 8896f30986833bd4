/// A two-dimensional convolution with a square kernel and zero padding.
package struct ConvolutionShape: Sendable, Equatable {
    package var input: PictureShape
    /// Output channels.
    package var channels: Int
    package var kernel: Int
    package var stride: Int
    package var padding: Int

    package init(input: PictureShape, channels: Int, kernel: Int, stride: Int, padding: Int) {
        self.input = input
        self.channels = channels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
    }

    package var output: PictureShape {
        PictureShape(
            channels: channels, height: positions(along: input.height), width: positions(along: input.width))
    }

    private func positions(along extent: Int) -> Int {
        max(0, (extent + 2 * padding - kernel + stride) / stride)
    }
}
