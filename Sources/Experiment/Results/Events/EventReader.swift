/// Reads events.jsonl strictly: a broken line is an error that names file and line.
package enum EventReader {
    /// All events in order. A last line without newline is one that is being written, or was torn: it is left out.
    package static func read(path: String) throws(ResultsError) -> [Event] {
        let bytes = try EventFile.bytes(path: path)
        var events: [Event] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            do {
                let event = try Event(line: rest[..<end])
                try check(event, after: events.last)
                events.append(event)
            } catch {
                throw .malformed(path: path, line: events.count + 1, reason: error.reason)
            }
            rest = rest[(end + 1)...]
        }
        return events
    }

    private static func check(_ event: Event, after last: Event?) throws(EventLineFault) {
        guard let last, event.sequence < last.sequence else { return }
        throw EventLineFault(
            reason:
                "sequence \(event.sequence) after \(last.sequence): the lines are not in the journal's order")
    }
}
