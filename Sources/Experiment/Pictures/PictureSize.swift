/// Pixels across and down.
struct PictureSize: Equatable {
    var width: Int
    var height: Int

    var pixels: Int { width * height }
    var transposed: PictureSize { PictureSize(width: height, height: width) }

    /// The size after reduction by a whole number, rounded up.
    func reduced(by divisor: Int) -> PictureSize {
        PictureSize(width: (width + divisor - 1) / divisor, height: (height + divisor - 1) / divisor)
    }

    /// The largest size inside this one that has the shape of `other`.
    func inscribed(shape other: PictureSize) -> PictureSize {
        if width * other.height > height * other.width {
            return PictureSize(width: max(1, height * other.width / other.height), height: height)
        }
        return PictureSize(width: width, height: max(1, width * other.height / other.width))
    }
}
