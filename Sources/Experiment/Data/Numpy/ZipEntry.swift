/// One file in the central list of a zip archive.
struct ZipEntry {
    let name: String
    /// Bytes of this entry of the list.
    let size: Int
    private let flags: Int
    private let method: Int
    private let checksum: Int
    private let storedSize: Int
    private let start: Int

    /// `bytes` begin with the entry; nil if it is none or cut off.
    init?(_ bytes: ArraySlice<UInt8>) {
        func number(_ offset: Int, _ width: Int) -> Int {
            LittleEndian.number(bytes, at: offset, width: width)
        }
        guard bytes.count >= 46, bytes.starts(with: [0x50, 0x4B, 1, 2]) else { return nil }
        let nameSize = number(28, 2)
        size = 46 + nameSize + number(30, 2) + number(32, 2)
        guard size <= bytes.count else { return nil }
        flags = number(8, 2)
        method = number(10, 2)
        checksum = number(16, 4)
        storedSize = number(20, 4)
        start = number(42, 4)
        name = String(decoding: bytes.dropFirst(46).prefix(nameSize), as: UTF8.self)
    }

    /// The bytes of the file, checked by their CRC-32.
    func content(in archive: ArraySlice<UInt8>, file: String) throws -> ArraySlice<UInt8> {
        func wrong(_ message: String) -> InputError {
            InputError(.badData, file: "\(file): \(name)", message)
        }
        if method != 0 || flags & 1 != 0 {
            throw wrong("is compressed or encrypted; save it with numpy.savez, not numpy.savez_compressed")
        }
        if storedSize == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
            throw wrong("is larger than 4 GB; save the arrays as .npy files")
        }
        guard start + 30 <= archive.count, archive[start...].starts(with: [0x50, 0x4B, 3, 4]) else {
            throw wrong("is not where the list of the archive says")
        }
        let names = LittleEndian.number(archive, at: start + 26, width: 2)
        let begin = start + 30 + names + LittleEndian.number(archive, at: start + 28, width: 2)
        guard begin + storedSize <= archive.count else { throw wrong("is cut off") }
        let content = archive[begin..<(begin + storedSize)]
        guard Int(ZipChecksum.of(content)) == checksum else { throw wrong("is damaged: its CRC-32 differs") }
        return content
    }
}
