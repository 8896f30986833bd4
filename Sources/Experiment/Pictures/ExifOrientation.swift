/// How the camera was held, as the Exif part of a JPEG file says: which pixel stands where.
enum ExifOrientation: UInt16 {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, rightOnTop, transversed, leftOnTop

    /// Whether rows are stored as columns.
    var isTransposed: Bool { rawValue > 4 }

    /// Where the pixel (row, column) of the upright picture of `size` is stored.
    func stored(row: Int, column: Int, size: PictureSize) -> (row: Int, column: Int) {
        let (lastRow, lastColumn) = (size.height - 1, size.width - 1)
        switch self {
        case .upright: return (row, column)
        case .mirrored: return (row, lastColumn - column)
        case .upsideDown: return (lastRow - row, lastColumn - column)
        case .flipped: return (lastRow - row, column)
        case .transposed: return (column, row)
        case .rightOnTop: return (lastColumn - column, row)
        case .transversed: return (lastColumn - column, lastRow - row)
        case .leftOnTop: return (column, lastRow - row)
        }
    }

    /// Upright if the file does not say, or says it wrong.
    init(of file: UnsafeBufferPointer<UInt8>) {
        let found = ExifOrientation.segment(in: file).flatMap { ExifOrientation.value(in: $0) }
        self = found.flatMap { ExifOrientation(rawValue: $0) } ?? .upright
    }

    /// The TIFF structure in the first APP1 segment that has one.
    private static func segment(in file: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>>? {
        var position = 2
        while position + 4 <= file.count, file[position] == 0xFF, file[position + 1] != 0xDA {
            let end = position + 2 + Int(file[position + 2]) << 8 + Int(file[position + 3])
            let start = position + 10
            if end > file.count { return nil }
            if file[position + 1] == 0xE1, start <= end, file[(position + 4)...].starts(with: "Exif\0\0".utf8)
            {
                return file[start..<end]
            }
            position = end
        }
        return nil
    }

    /// The entry 0x0112 of the first directory.
    private static func value(in tiff: Slice<UnsafeBufferPointer<UInt8>>) -> UInt16? {
        let isLittle = tiff.starts(with: "II".utf8)
        func number(_ offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, offset + bytes <= tiff.count else { return nil }
            let start = tiff.startIndex + offset
            let digits = tiff[start..<start + bytes]
            let ordered = isLittle ? Array(digits.reversed()) : Array(digits)
            return ordered.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, bytes: 4), let count = number(directory, bytes: 2) else { return nil }
        let entries = (0..<count).lazy.map { directory + 2 + $0 * 12 }
        guard let entry = entries.first(where: { number($0, bytes: 2) == 0x0112 }) else { return nil }
        return number(entry + 8, bytes: 2).map { UInt16($0) }
    }
}
