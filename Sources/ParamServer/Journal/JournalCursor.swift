import Protocol

/// Reads a journal's records in order, across its segments.
package struct JournalCursor {
    private let directory: String
    private let segments: [JournalSegment]
    private var index = 0
    private var reader: JournalReader?
    /// The newest record that was read.
    package private(set) var sequence: UInt64
    /// Where the record that was read last begins, and in which file.
    package private(set) var place: (path: String, offset: Int) = ("", 0)

    /// Begins behind record `sequence`. If that stands in the middle of a segment, `offset` is its end there.
    ///
    /// - Throws: `JournalError.missing` if no segment goes on there.
    package init(_ journal: JournalDirectory, after sequence: UInt64, offset: Int) throws {
        directory = journal.path
        segments = try journal.segments()
        self.sequence = sequence
        if segments.isEmpty && sequence == 0 { return }
        guard let index = segments.lastIndex(where: { $0.first <= sequence + 1 }) else {
            throw JournalError.missing(
                directory: directory, first: sequence + 1, last: segments.first.map { $0.first - 1 })
        }
        self.index = index
        var reader = try JournalReader(path: segments[index].path)
        if segments[index].first <= sequence {
            guard offset <= reader.byteCount, offset % 8 == 0, reader.offset > 0 else {
                throw JournalError.missing(directory: directory, first: sequence + 1, last: nil)
            }
            reader.skip(to: offset)
        }
        self.reader = reader
    }

    /// Begins with the first record that is there.
    package init(_ journal: JournalDirectory) throws {
        let first = try journal.segments().first?.first ?? 1
        try self.init(journal, after: max(first, 1) - 1, offset: 0)
    }

    /// The next record; nil at the journal's end.
    ///
    /// - Throws: `JournalError` if what stands there is damaged, or the next segment does not go on here.
    package mutating func next() throws -> Record? {
        while reader != nil {
            place = (reader!.path, reader!.offset)
            if let found = try reader!.next(after: sequence) {
                sequence = found.sequence
                return found.record
            }
            if index + 1 == segments.count { return nil }
            // A segment is cut to its end and synced before the next one is begun: nothing of it can be torn.
            if reader!.restBytes > 0 {
                throw reader!.damage(after: sequence, "with later segments behind it")
            }
            try openNext()
        }
        return nil
    }

    private mutating func openNext() throws {
        let next = segments[index + 1]
        guard next.first == sequence + 1 else {
            throw JournalError.missing(
                directory: directory, first: sequence + 1, last: max(next.first, sequence + 2) - 1)
        }
        index += 1
        reader = try JournalReader(path: next.path)
    }

    /// After `missing`: goes on behind the gap. False if nothing stands there.
    package mutating func jumpOverGap() throws -> Bool {
        guard index + 1 < segments.count, segments[index + 1].first > sequence + 1 else { return false }
        sequence = segments[index + 1].first - 1
        try openNext()
        return true
    }

    /// A torn tail at the end: bytes that never were a whole record.
    package var tornBytes: Int { reader?.tornBytes(after: sequence) ?? 0 }

    /// Where the next record goes.
    package var end: JournalEnd {
        guard let reader else { return .fresh(sequence + 1) }
        return JournalEnd(segment: segments[index].first, validBytes: reader.offset)
    }
}
