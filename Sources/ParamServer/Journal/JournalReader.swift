import Core
import Experiment
import Glibc
import Protocol

/// Reads one segment of a journal, record by record.
package struct JournalReader {
    package let path: String
    private let hold: FileHold
    private let file: MappedFile
    /// Whether older records may stand behind the end.
    private let isReused: Bool
    package private(set) var offset: Int

    package init(path: String) throws {
        self.path = path
        hold = try FileHold(path: path)
        file = try MappedFile(path: path)
        let count = JournalFormat.preamble.count
        let preamble = file.bytes.prefix(count)
        isReused = preamble.elementsEqual(JournalFormat.reusedPreamble)
        // A crash while the file was being made leaves less than a preamble: no record is lost.
        offset = preamble.count < count ? 0 : count
        guard isReused || offset == 0 || preamble.elementsEqual(JournalFormat.preamble) else {
            throw JournalError.notAJournal(path: path)
        }
    }

    /// The next record and its sequence; nil at the end of what is whole. A torn tail is the end; whole records
    /// behind something broken are an error that names the place, since records were acknowledged.
    package mutating func next(after sequence: UInt64) throws -> (sequence: UInt64, record: Record)? {
        if offset == 0 { return nil }
        guard let entry = JournalFormat.entry(in: file.bytes, at: offset), entry.sequence == sequence + 1
        else {
            if isAnyRecordLater(than: sequence) {
                throw damage(after: sequence, "with whole records behind it")
            }
            return nil
        }
        do {
            // A copy: the file may be reused while the record is still in use.
            let payload = Payload(copying: entry.payload)
            let record = try Decoder.record(header: entry.header, payload: payload)
            offset = entry.end
            return (entry.sequence, record)
        } catch {
            throw damage(after: sequence, "by a record that cannot be read: \(error)")
        }
    }

    package func damage(after sequence: UInt64, _ reason: String) -> JournalError {
        .damaged(path: path, offset: offset, after: sequence, reason: reason)
    }

    package var byteCount: Int { file.bytes.count }

    /// Goes on at a record's beginning that a snapshot knows.
    package mutating func skip(to offset: Int) { self.offset = offset }

    /// Bytes behind the last whole record.
    package var restBytes: Int { file.bytes.count - offset }

    /// Those of them that were to be the record behind `sequence`: the torn tail.
    package func tornBytes(after sequence: UInt64) -> Int {
        let isOlder = isReused && !JournalFormat.isBegun(sequence + 1, in: file.bytes, at: offset)
        return isOlder ? 0 : restBytes
    }

    private func isAnyRecordLater(than sequence: UInt64) -> Bool {
        !JournalFormat.sequences(in: file.bytes, from: offset + 8, after: sequence, limit: 1).isEmpty
    }
}
