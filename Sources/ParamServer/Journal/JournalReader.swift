import Core
import Experiment
import Glibc
import Protocol

/// Reads one segment of a journal in place, record by record.
package struct JournalReader {
    package let path: String
    private let file: MappedFile
    package private(set) var offset: Int

    package init(path: String) throws {
        self.path = path
        file = try MappedFile(path: path)
        let preamble = JournalFormat.preamble
        guard file.bytes.count >= preamble.count, file.bytes.prefix(preamble.count).elementsEqual(preamble)
        else {
            // A crash while the file was being made leaves less than a preamble: no record is lost.
            if file.bytes.count < preamble.count {
                offset = 0
                return
            }
            throw JournalError.notAJournal(path: path)
        }
        offset = preamble.count
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
            let payload = Payload(owner: file, bytes: entry.payload)
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

    /// Bytes behind the last whole record: the torn tail.
    package var tornBytes: Int { file.bytes.count - offset }

    private func isAnyRecordLater(than sequence: UInt64) -> Bool {
        !JournalFormat.sequences(in: file.bytes, from: offset + 8, after: sequence, limit: 1).isEmpty
    }
}
