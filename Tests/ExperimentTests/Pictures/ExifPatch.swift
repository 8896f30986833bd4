import Testing

/// Changes the orientation in a JPEG file of Pillow's.
enum ExifPatch {
    /// The entry: tag 0x0112, type 3 (short), count 1, value.
    static func set(_ orientation: UInt8, in file: inout [UInt8]) throws {
        let entry: [UInt8] = [0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00]
        let little: [UInt8] = [0x12, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00]
        let places = file.indices.filter {
            file[$0...].starts(with: entry) || file[$0...].starts(with: little)
        }
        let place = try #require(places.first)
        file[place + (file[place] == 0x01 ? entry.count : little.count)] = orientation
    }
}
