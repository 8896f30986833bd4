import Core
import Experiment
import Foundation
import Protocol

/// Data sets by digest, on this machine's disk. A file gets its name only when its digest is right.
package final class DatasetCache {
    private let directory: String
    private var open: [String: Dataset] = [:]
    private var incoming: (digest: String, bytes: [UInt8])?

    package init(directory: String) { self.directory = directory }

    /// `IGND_CACHE`, else `XDG_CACHE_HOME/ignd`, else `~/.cache/ignd`.
    package static var defaultDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        if let own = environment["IGND_CACHE"], !own.isEmpty { return own }
        if let cache = environment["XDG_CACHE_HOME"], !cache.isEmpty { return cache + "/ignd" }
        return (environment["HOME"] ?? "/tmp") + "/.cache/ignd"
    }

    /// The data set, or nil if it must be fetched.
    package func dataset(digest: String) throws -> Dataset? {
        if let known = open[digest] { return known }
        guard let data = FileManager.default.contents(atPath: path(digest)) else { return nil }
        let payload = Payload(copying: data)
        guard Digest(of: payload.bytes).description == digest else {
            try? FileManager.default.removeItem(atPath: path(digest))
            return nil
        }
        let dataset = try DatasetFile.open(payload)
        open[digest] = dataset
        return dataset
    }

    /// Takes a piece of a file; the last one completes it.
    ///
    /// - Throws: `RunError` if the whole file does not have its digest, or cannot be kept.
    package func keep(_ piece: Piece, isLast: Bool) throws {
        if piece.offset == 0 { incoming = (piece.digest, []) }
        guard incoming?.digest == piece.digest, incoming?.bytes.count == piece.offset else {
            throw RunError(.failed, "a piece of data set \(piece.digest) came out of order")
        }
        incoming!.bytes += piece.payload.bytes
        if isLast { try finish() }
    }

    private func finish() throws {
        guard let (digest, bytes) = incoming else { return }
        incoming = nil
        guard bytes.withUnsafeBytes({ Digest(of: $0) }).description == digest else {
            throw RunError(.failed, "data set \(digest) arrived with another digest")
        }
        let payload = Payload(copying: bytes)
        open[digest] = try DatasetFile.open(payload)
        store(bytes, digest: digest)
    }

    /// The cache only saves time: a disk that cannot be written costs a line, not the work.
    private func store(_ bytes: [UInt8], digest: String) {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path(digest)), options: .atomic)
        } catch {
            Note.write("the data set is not cached: \(error.localizedDescription)")
        }
    }

    private func path(_ digest: String) -> String { "\(directory)/\(digest).safetensors" }
}
