/// Where a padded picture lies so that every window of it is a row of the same memory, shifted.
///
/// A row of the grid is `margin` zeros, then the picture's row; the zeros to the right of a row are those before the
/// next one. A channel starts and ends with `margin` rows of zeros. Position q = y·stride + x of the output needs, at
/// tap (ky, kx), the element q + ky·stride + kx: a shift. Columns x beyond the output's width come out as numbers
/// nobody uses.
struct ConvolutionGrid {
    let channels: Int
    let height: Int
    let width: Int
    let margin: Int
    /// Elements from row to row, and from channel to channel.
    let spacing: RowSpacing

    /// `reach`: positions that are read from a channel's first element on.
    init<S: Scalar>(_ type: S.Type, channels: Int, height: Int, width: Int, margin: Int, positions: Int) {
        self.channels = channels
        self.height = height
        self.width = width
        self.margin = margin
        let row = width + margin
        let first = margin * row + margin
        let end = max(
            (height + 2 * margin) * row + margin, first + MemoryArrangement<S>.wholeVectors(positions))
        spacing = RowSpacing(block: MemoryArrangement<S>.wholeVectors(end), row: row)
    }

    /// The picture's first element.
    var first: Int { margin * spacing.row + margin }
    var count: Int { channels * spacing.block }

    func tap(channel: Int, row: Int, column: Int) -> Int {
        channel * spacing.block + row * spacing.row + column
    }

    /// Copies a picture [channels, height, width] to its place; the zeros around it stay.
    func fill<S: Scalar>(_ target: UnsafeMutablePointer<S>, from picture: UnsafePointer<S>) {
        LayerKernels.copyRows(
            target + first, spacing, picture, RowSpacing(block: height * width, row: width), blocks: channels,
            rows: height, columns: width)
    }
}
