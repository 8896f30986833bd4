/// Makes files into pictures of one size.
struct PictureReader {
    private let channels: Int
    private let size: PictureSize
    private let fit: PictureFit

    init(channels: Int, height: Int, width: Int, fit: PictureFit) {
        precondition(channels == 1 || channels == 3, "a picture is grey or has three colours")
        precondition(height > 0 && width > 0, "a picture has pixels")
        self.channels = channels
        size = PictureSize(width: width, height: height)
        self.fit = fit
    }

    /// Writes the picture [channels, height, width] to `output`, which has that many bytes.
    func read(_ file: [UInt8], into output: inout [UInt8]) throws(PictureFault) {
        let (raster, orientation) = try raster(file)
        output.withUnsafeMutableBufferPointer { write(raster, orientation, to: $0) }
    }

    func read(_ file: [UInt8], into output: UnsafeMutableBufferPointer<UInt8>) throws(PictureFault) {
        let (raster, orientation) = try raster(file)
        write(raster, orientation, to: output)
    }

    /// The picture in its right size, as it is stored: perhaps lying on its side.
    private func raster(_ file: [UInt8]) throws(PictureFault) -> (Raster, ExifOrientation) {
        let orientation = file.withUnsafeBufferPointer { ExifOrientation(of: $0) }
        let stored = orientation.isTransposed ? size.transposed : size
        let decoded: Raster = try file.withUnsafeBufferPointer { (bytes) throws(PictureFault) in
            try JPEGDecoder().decode(bytes, target: stored, fit: fit)
        }
        return (try decoded.resized(to: stored, fit: fit), orientation)
    }

    private func write(
        _ raster: Raster, _ orientation: ExifOrientation, to output: UnsafeMutableBufferPointer<UInt8>
    ) {
        for row in 0..<size.height {
            for column in 0..<size.width {
                let place = orientation.stored(row: row, column: column, size: size)
                let source = (place.row * raster.size.width + place.column) * 3
                let target = row * size.width + column
                if channels == 1 {
                    output[target] = PictureReader.grey(raster.bytes, source)
                } else {
                    for channel in 0..<3 {
                        output[channel * size.pixels + target] = raster.bytes[source + channel]
                    }
                }
            }
        }
    }

    /// The luma of ITU-R BT.601.
    private static func grey(_ bytes: [UInt8], _ position: Int) -> UInt8 {
        let weighted =
            299 * Int(bytes[position]) + 587 * Int(bytes[position + 1]) + 114 * Int(bytes[position + 2])
        return UInt8((weighted + 500) / 1000)
    }
}
