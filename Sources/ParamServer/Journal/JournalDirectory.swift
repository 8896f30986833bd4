import Experiment
import Foundation

/// The files of a run's journal. Together they hold its records in order; each is named by its first one.
package struct JournalDirectory {
    package let path: String
    private static let suffix = ".journal"
    private static let digits = 6

    package init(path: String) { self.path = path }

    package func path(ofSegment first: UInt64) -> String {
        let digits = String(first)
        let zeros = String(repeating: "0", count: max(JournalDirectory.digits - digits.count, 0))
        return "\(path)/\(zeros)\(digits)\(JournalDirectory.suffix)"
    }

    /// The segments in the order of their records; none if there is no such directory.
    package func segments() throws -> [JournalSegment] {
        guard try MappedFile.exists(path) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        let firsts = names.compactMap { name -> UInt64? in
            guard name.hasSuffix(JournalDirectory.suffix) else { return nil }
            let first = UInt64(name.dropLast(JournalDirectory.suffix.count))
            return first.flatMap { path(ofSegment: $0) == "\(path)/\(name)" ? $0 : nil }
        }
        return try firsts.sorted().map { first in
            let segment = path(ofSegment: first)
            return JournalSegment(
                first: first, path: segment, byteCount: try JournalDirectory.size(of: segment))
        }
    }

    private static func size(of path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw JournalError.system("stat", path) }
        return Int(status.st_size)
    }

    /// Bytes of all segments.
    package func byteCount() throws -> Int { try segments().reduce(0) { $0 + $1.byteCount } }

    /// What is left of segments that were removed.
    var spare: SpareFile { SpareFile(in: path) }

    /// Removes the segment that begins with record `first`; its file may stay as the spare one.
    package func retire(_ first: UInt64) throws {
        let path = path(ofSegment: first)
        if !spare.keep(path) { try WholeFile.remove(path) }
    }

    /// Makes files that came or went survive a loss of power.
    package func sync() throws { try WholeFile.syncDirectory(path) }
}
