/// Each session's newest number as one text, `SESSION=NUMBER` each in hexadecimal: there may be very many sessions, and as JSON
/// objects they would cost hundreds of bytes of memory each whenever a snapshot is written.
struct SessionList: Codable {
    let entries: [ServerImage.SessionEntry]

    init(_ entries: [ServerImage.SessionEntry]) { self.entries = entries }

    func encode(to encoder: any Encoder) throws {
        var text = ""
        text.reserveCapacity(24 * entries.count)
        for entry in entries {
            if !text.isEmpty { text += " " }
            text += String(entry.session, radix: 16) + "=" + String(entry.number, radix: 16)
        }
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        entries = try container.decode(String.self).split(separator: " ").map { part in
            let numbers = part.split(separator: "=").compactMap { UInt64($0, radix: 16) }
            guard numbers.count == 2 else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no session: \(part)")
            }
            return ServerImage.SessionEntry(session: numbers[0], number: numbers[1])
        }
    }
}
