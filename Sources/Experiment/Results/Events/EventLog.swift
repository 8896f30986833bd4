/// Writes events.jsonl. Projecting the same journal records again adds nothing twice.
///
/// Events come in the order of the journal. What is already in the file is known by its last sequence and, since
/// several events can share one sequence and a crash can fall between their lines, by what stands at it.
package struct EventLog: ~Copyable {
    private struct Identity: Hashable {
        let kind: Event.Kind
        let trial: Int
    }

    /// The journal sequence of the last line.
    package private(set) var lastSequence: UInt64?
    private var writtenAtLast: Set<Identity> = []
    /// Bytes of whole lines.
    private var size: Int
    private var isTorn = false
    private let file: EventFile

    /// Opens or creates the file and cuts a torn last line. With `journalSequence`, events beyond it are cut too: the
    /// journal lost the records that they came from (a loss of power), and those numbers will be given again.
    package init(path: String, journalSequence: UInt64? = nil) throws(ResultsError) {
        let file = try EventFile(path: path)
        let bytes = try EventFile.bytes(path: path)
        var size = (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        if let limit = journalSequence {
            size = try EventLog.end(of: bytes[..<size], notBeyond: limit, path: path)
        }
        if size < bytes.count { try file.truncate(to: size) }
        for event in try EventLog.lastEvents(of: bytes[..<size], path: path) {
            lastSequence = event.sequence
            writtenAtLast.insert(Identity(kind: event.kind, trial: event.trial))
        }
        self.size = size
        self.file = file
    }

    /// Writes those of `events` that are not there yet, in one call; returns how many. If that fails, none of them
    /// is in the file and the same call may be tried again.
    @discardableResult
    package mutating func append(_ events: [Event]) throws(ResultsError) -> Int {
        var (last, written) = (lastSequence, writtenAtLast)
        var bytes: [UInt8] = []
        var count = 0
        for event in events {
            if let last, event.sequence < last { continue }
            if event.sequence != last { written = [] }
            last = event.sequence
            guard written.insert(Identity(kind: event.kind, trial: event.trial)).inserted else { continue }
            bytes += event.line
            count += 1
        }
        try write(bytes)
        (lastSequence, writtenAtLast) = (last, written)
        return count
    }

    /// Makes the lines survive a loss of power. Needed before journal records that they came from are dropped.
    package func sync() throws(ResultsError) { try file.sync() }

    private mutating func write(_ bytes: [UInt8]) throws(ResultsError) {
        if isTorn { try cut() }
        do {
            try file.append(bytes)
        } catch {
            isTorn = true  // A full disk may have taken half a line.
            try cut()
            throw error
        }
        size += bytes.count
    }

    private mutating func cut() throws(ResultsError) {
        try file.truncate(to: size)
        isTorn = false
    }

    /// Where the lines up to `sequence` end.
    private static func end(
        of bytes: ArraySlice<UInt8>, notBeyond sequence: UInt64, path: String
    ) throws(ResultsError) -> Int {
        var end = bytes.endIndex
        while let last = try lastEvents(of: bytes[..<end], path: path).first, last.sequence > sequence {
            end = (bytes[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        }
        return end
    }

    /// The events at the last sequence, last one first; older lines are not looked at.
    private static func lastEvents(of bytes: ArraySlice<UInt8>, path: String) throws(ResultsError) -> [Event]
    {
        let newline = UInt8(ascii: "\n")
        var events: [Event] = []
        var end = bytes.endIndex - 1
        while end > bytes.startIndex {
            let start = (bytes[..<end].lastIndex(of: newline) ?? -1) + 1
            do {
                let event = try Event(line: bytes[start..<end])
                if let last = events.first, last.sequence != event.sequence { break }
                events.append(event)
            } catch {
                let line = bytes[..<start].count { $0 == newline } + 1
                throw .malformed(path: path, line: line, reason: error.reason)
            }
            end = start - 1
        }
        return events
    }
}
