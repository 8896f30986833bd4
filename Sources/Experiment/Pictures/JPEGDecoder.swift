internal import CPictures

/// Decodes one JPEG file: what a broken one leaves behind in a decoder would spoil the next.
final class JPEGDecoder {
    /// A file of a few hundred bytes may claim any size, and a progressive one needs the memory for all of it.
    private static let pixelLimit = 100_000_000

    private let handle: tjhandle

    init() {
        guard let handle = tjInitDecompress() else { preconditionFailure("a decoder needs a few kilobytes") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// The picture in red, green and blue, perhaps reduced by 2, 4 or 8 while it is decoded, which is faster: never
    /// to less than twice `target` a side, so that the resizing decides what the result looks like. `fit` says which part
    /// of it has to reach that size.
    func decode(
        _ file: UnsafeBufferPointer<UInt8>, target: PictureSize, fit: PictureFit
    ) throws(PictureFault) -> Raster {
        guard file.starts(with: [0xFF, 0xD8]) else {
            throw PictureFault(file.isEmpty ? "is empty" : "is no JPEG file")
        }
        let (full, isInk) = try header(file)
        let part = fit == .crop ? full.inscribed(shape: target) : full
        let divisor = [8, 4, 2].first { divisor in
            let reduced = part.reduced(by: divisor)
            return reduced.width >= 2 * target.width && reduced.height >= 2 * target.height
        }
        let size = full.reduced(by: divisor ?? 1)
        return isInk ? try inks(file, size) : try colours(file, size)
    }

    /// The size, and whether the file has the four inks of print.
    private func header(
        _ file: UnsafeBufferPointer<UInt8>
    ) throws(PictureFault) -> (size: PictureSize, isInk: Bool) {
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let code = tjDecompressHeader3(
            handle, file.baseAddress, UInt(file.count), &width, &height, &sampling, &space)
        if code != 0 && !isWarning { throw PictureFault("is no JPEG that can be read: \(message)") }
        guard width > 0, height > 0 else { throw PictureFault("is a JPEG that ends before its pixels") }
        let size = PictureSize(width: Int(width), height: Int(height))
        guard size.pixels <= JPEGDecoder.pixelLimit else {
            throw PictureFault("claims \(width) × \(height) pixels, more than \(JPEGDecoder.pixelLimit)")
        }
        return (size, space == TJCS_CMYK.rawValue || space == TJCS_YCCK.rawValue)
    }

    private func colours(
        _ file: UnsafeBufferPointer<UInt8>, _ size: PictureSize
    ) throws(PictureFault) -> Raster {
        var raster = Raster(size: size)
        try decompress(file, size, TJPF_RGB, into: &raster.bytes)
        return raster
    }

    /// Inks are stored inverted, as all programs that write such files do: 255 is no ink.
    private func inks(
        _ file: UnsafeBufferPointer<UInt8>, _ size: PictureSize
    ) throws(PictureFault) -> Raster {
        var inks = [UInt8](repeating: 0, count: size.pixels * 4)
        try decompress(file, size, TJPF_CMYK, into: &inks)
        var raster = Raster(size: size)
        for pixel in 0..<size.pixels {
            let black = Int(inks[pixel * 4 + 3])
            for colour in 0..<3 {
                raster.bytes[pixel * 3 + colour] = UInt8((Int(inks[pixel * 4 + colour]) * black + 127) / 255)
            }
        }
        return raster
    }

    private func decompress(
        _ file: UnsafeBufferPointer<UInt8>, _ size: PictureSize, _ format: TJPF, into bytes: inout [UInt8]
    ) throws(PictureFault) {
        let code = tjDecompress2(
            handle, file.baseAddress, UInt(file.count), &bytes, Int32(size.width), 0, Int32(size.height),
            Int32(format.rawValue), TJFLAG_LIMITSCANS)
        if code == 0 { return }
        // Stray bytes between the parts of a file harm nothing; a file that ends too early is half grey.
        if isWarning && !message.contains("Premature end") { return }
        throw PictureFault("is a broken JPEG: \(message)")
    }

    private var isWarning: Bool { tjGetErrorCode(handle) == TJERR_WARNING.rawValue }
    private var message: String { tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown fault" }
}
