import Core
import Experiment
import Foundation

/// Makes a damaged journal one that ends before the damage. What stood behind it goes into files beside, and whoever
/// asked for the repair is told what was lost.
package struct JournalRepair {
    private let journal: JournalDirectory
    private static let suffix = ".damaged"

    package init(_ journal: JournalDirectory) { self.journal = journal }

    /// Repairs what `error` names; the text says what was done. Nil if it is nothing that a repair can help.
    package func mend(_ error: JournalError) throws -> String? {
        switch error {
        case .system, .gone: return nil
        case .damaged(let path, let offset, let sequence, _):
            return try cut(path, at: offset, after: sequence)
        case .notAJournal(let path):
            guard let segment = try journal.segments().first(where: { $0.path == path }) else { return nil }
            return try mendBeginning(of: segment)
        case .missing(_, let first, _):
            let later = try journal.segments().filter { $0.first > first }
            if later.isEmpty { return "repairing: record \(first) is in no file" }
            let lost = try setAside(later, after: first - 1)
            try journal.sync()
            return "repaired: record \(first) is in no file; "
                + JournalRepair.account(of: lost, after: first - 1)
                + "\(later.count) later segments are set aside as *\(JournalRepair.suffix)"
        }
    }

    /// Renames segments; returns the records in them.
    private func setAside(_ segments: [JournalSegment], after sequence: UInt64) throws -> [UInt64] {
        try segments.reversed().flatMap { segment in
            let file = try MappedFile(path: segment.path)
            guard rename(segment.path, segment.path + JournalRepair.suffix) == 0 else {
                throw JournalError.system("rename", segment.path)
            }
            return JournalFormat.sequences(in: file.bytes, from: 0, after: sequence)
        }
    }

    /// Cuts the segment and puts those behind it aside. The copy is safe before anything goes.
    private func cut(_ path: String, at offset: Int, after sequence: UInt64) throws -> String {
        let file = try MappedFile(path: path)
        let copy = "\(path)\(JournalRepair.suffix)-\(offset)"
        var lost = JournalFormat.sequences(in: file.bytes, from: offset, after: sequence)
        let rest = UnsafeRawBufferPointer(rebasing: file.bytes[min(offset, file.bytes.count)...])
        try WholeFile.write(Payload(owner: file, bytes: rest), to: copy, syncing: true)
        let later = Array(try journal.segments().drop { $0.path != path }.dropFirst())
        lost += try setAside(later, after: sequence)
        guard truncate(path, off_t(offset)) == 0 else { throw JournalError.system("truncate", path) }
        try journal.sync()
        return "repaired: \(path) ends at offset \(offset), behind record \(sequence); "
            + JournalRepair.account(of: lost, after: sequence)
            + "what was there is in \(copy)" + (later.isEmpty ? "" : " and \(later.count) later segments")
    }

    private static func account(of lost: [UInt64], after sequence: UInt64) -> String {
        guard let last = lost.max() else { return "no whole record stood behind it; " }
        return "records \(sequence + 1) to \(last) are lost with their results "
            + "(\(last - sequence) records, \(lost.count) of them still whole); "
    }

    /// A file whose first bytes are wrong: if its first record is whole only they are, else all of it goes aside.
    private func mendBeginning(of segment: JournalSegment) throws -> String {
        let file = try MappedFile(path: segment.path)
        let start = JournalFormat.preamble.count
        guard let entry = JournalFormat.entry(in: file.bytes, at: start), entry.sequence == segment.first
        else {
            return try cut(segment.path, at: 0, after: segment.first - 1)
        }
        let whole = Payload(count: file.bytes.count) { memory in
            memory.copyBytes(from: file.bytes)
            memory.copyBytes(from: JournalFormat.reusedPreamble)  // it may be one of those
        }
        try WholeFile.write(whole, to: segment.path, syncing: true)
        return "repaired: \(segment.path) has its first \(start) bytes again; nothing is lost"
    }
}
