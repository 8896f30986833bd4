/// The arrays of a .npz file by name: a zip archive of .npy files, stored as numpy.savez has them, not compressed.
package struct NumpyArchive {
    package let arrays: [String: NumpyArray]

    /// Whether a file begins as one.
    static func isArchive(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

    private static let entrySize = 46
    private static let endSize = 22

    package init(_ bytes: [UInt8], file: String) throws {
        let (count, start) = try NumpyArchive.directory(bytes[...], file)
        var (position, arrays) = (start, [String: NumpyArray]())
        for _ in 0..<count {
            guard position + NumpyArchive.entrySize <= bytes.count,
                let entry = ZipEntry(bytes[position...])
            else { throw NumpyArchive.wrong(file, "is cut off inside its list of files") }
            position += entry.size
            let name = entry.name.hasSuffix(".npy") ? String(entry.name.dropLast(4)) : entry.name
            let content = try entry.content(in: bytes[...], file: file)
            arrays[name] = try NumpyArray(content, name: "\(file): \(entry.name)")
        }
        self.arrays = arrays
    }

    /// How many files the archive lists, and where the list begins: from the record at its end, which a comment of up
    /// to 65,535 bytes may follow.
    private static func directory(
        _ bytes: ArraySlice<UInt8>, _ file: String
    ) throws -> (count: Int, start: Int) {
        let latest = bytes.count - endSize
        let earliest = max(0, latest - 65_535)
        guard latest >= 0,
            let end = (earliest...latest).last(where: { bytes[$0...].starts(with: [0x50, 0x4B, 5, 6]) })
        else { throw wrong(file, "is cut off or not a .npz file: it has no list of files at its end") }
        let start = LittleEndian.number(bytes, at: end + 16, width: 4)
        guard start <= end else { throw wrong(file, "is damaged: its list of files is not in it") }
        return (LittleEndian.number(bytes, at: end + 10, width: 2), start)
    }

    private static func wrong(_ file: String, _ message: String) -> InputError {
        InputError(.badData, file: file, message)
    }
}
