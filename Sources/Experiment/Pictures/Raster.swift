internal import CPictures

/// A decoded picture: rows of red, green and blue bytes.
struct Raster {
    let size: PictureSize
    var bytes: [UInt8]

    init(size: PictureSize) {
        self.size = size
        bytes = [UInt8](repeating: 0, count: size.pixels * 3)
    }

    /// Resized with a triangle filter as wide as the reduction asks for, so that fine patterns become grey instead of
    /// false stripes.
    func resized(to target: PictureSize, fit: PictureFit) throws(PictureFault) -> Raster {
        let region = fit == .crop ? size.inscribed(shape: target) : size
        let first = ((size.height - region.height) / 2 * size.width + (size.width - region.width) / 2) * 3
        var result = Raster(size: target)
        let isDone = bytes.withUnsafeBufferPointer { source in
            stbir_resize_uint8_generic(
                source.baseAddress! + first, Int32(region.width), Int32(region.height), Int32(size.width * 3),
                &result.bytes, Int32(target.width), Int32(target.height), 0, 3, -1, 0, STBIR_EDGE_CLAMP,
                STBIR_FILTER_TRIANGLE, STBIR_COLORSPACE_LINEAR, nil)
        }
        if isDone == 0 { throw PictureFault("cannot be resized: out of memory") }
        return result
    }
}
