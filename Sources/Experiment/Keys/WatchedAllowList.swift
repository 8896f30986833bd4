internal import Foundation
package import Protocol

/// An allow-list that follows its file while a server runs.
package struct WatchedAllowList {
    private struct Signature: Equatable {
        var file: UInt64 = 0
        var size: Int64 = 0
        var changedSeconds = 0
        var changedNanoseconds = 0
    }

    package private(set) var list = AllowList()
    /// The names of keys that were revoked since.
    private var revoked: [PublicKey: String] = [:]
    private let path: String
    private var signature: Signature?
    /// Since when the file has been missing or empty.
    private var emptySince: Int?

    /// An editor that writes in place leaves the file empty for a moment: that is no order to lock everybody out.
    private static let emptyMilliseconds = 1_000

    package init(path: String) { self.path = path }

    /// Takes a changed file up. Lines that are wrong let nobody in; they are given back, as notes.
    package mutating func refresh(now: Int) -> [String] {
        let current = WatchedAllowList.signature(path)
        if current?.size ?? 0 == 0, !list.entries.isEmpty {
            let since = emptySince ?? now
            emptySince = since
            if now - since < WatchedAllowList.emptyMilliseconds { return [] }
        } else {
            emptySince = nil
        }
        guard current != signature else { return [] }
        signature = current
        let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        return take(text ?? "")
    }

    private mutating func take(_ text: String) -> [String] {
        var faults: [AllowList.Fault] = []
        let new = AllowList(text: text, faults: &faults)
        var notes = faults.map { "\(path):\($0.line): \($0.message); this line lets nobody in" }
        for entry in list.entries where new.name(of: entry.key) == nil {
            revoked[entry.key] = entry.name
            notes.append("key of \(entry.name) revoked: \(entry.key)")
        }
        for entry in new.entries where list.name(of: entry.key) == nil && !list.entries.isEmpty {
            notes.append("key of \(entry.name) allowed: \(entry.key)")
        }
        list = new
        return notes
    }

    /// Whose a key was, if it was revoked while this was watching.
    package func revokedName(of key: PublicKey) -> String? { revoked[key] }

    private static func signature(_ path: String) -> Signature? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Signature(
            file: UInt64(status.st_ino), size: Int64(status.st_size), changedSeconds: status.st_mtim.tv_sec,
            changedNanoseconds: status.st_mtim.tv_nsec)
    }
}
