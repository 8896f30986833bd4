/// Where the next record of a journal goes: a segment, and the bytes of it that are whole.
package struct JournalEnd: Equatable {
    package var segment: UInt64
    package var validBytes: Int

    /// The beginning of the segment whose first record is `first`.
    package static func fresh(_ first: UInt64) -> JournalEnd { JournalEnd(segment: first, validBytes: 0) }

    package init(segment: UInt64, validBytes: Int) {
        self.segment = segment
        self.validBytes = validBytes
    }
}
