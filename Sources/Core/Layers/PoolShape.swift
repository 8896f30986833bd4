/// Maxima over squares of `size`, side by side; what is left over at the edges is dropped.
package struct PoolShape: Sendable, Equatable {
    package var input: PictureShape
    package var size: Int

    package init(input: PictureShape, size: Int) {
        self.input = input
        self.size = size
    }

    package var output: PictureShape {
        PictureShape(channels: input.channels, height: input.height / size, width: input.width / size)
    }
}
