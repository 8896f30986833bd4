/// Each session's last numbers as one text, `SESSION=NUMBER=RECENT` each in hexadecimal: there may be very many sessions, and
/// as JSON objects they would cost hundreds of bytes of memory each whenever a snapshot is written.
struct SessionList: Codable {
    let entries: [ServerImage.SessionEntry]

    init(_ entries: [ServerImage.SessionEntry]) { self.entries = entries }

    func encode(to encoder: any Encoder) throws {
        var text = ""
        text.reserveCapacity(40 * entries.count)
        for entry in entries {
            if !text.isEmpty { text += " " }
            text += String(entry.session, radix: 16) + "=" + String(entry.number, radix: 16)
            if let recent = entry.recent { text += "=" + String(recent, radix: 16) }
        }
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // As earlier versions wrote them.
        if let objects = try? container.decode([ServerImage.SessionEntry].self) {
            entries = objects
            return
        }
        entries = try container.decode(String.self).split(separator: " ").map { part in
            let numbers = part.split(separator: "=").map { UInt64($0, radix: 16) }
            guard (2...3).contains(numbers.count), let session = numbers[0], let number = numbers[1],
                numbers.count == 2 || numbers[2] != nil
            else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no session: \(part)")
            }
            return ServerImage.SessionEntry(
                session: session, number: number, recent: numbers.count == 3 ? numbers[2] : nil)
        }
    }
}
