import Core
import Experiment
import Foundation
import Protocol

/// Data sets by digest, on this machine's disk and mapped from there. A file gets its name only when its digest is
/// right.
package final class DatasetCache {
    private let directory: String
    private var open: [String: Dataset] = [:]
    private var incoming: IncomingDataset?

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
        guard let file = try? MappedFile(path: path(digest)) else { return nil }
        guard Digest(of: file.bytes).description == digest else {
            unlink(path(digest))
            return nil
        }
        let dataset = try DatasetFile.open(file.payload)
        open[digest] = dataset
        return dataset
    }

    /// Takes a piece of a file; the last one completes it.
    ///
    /// - Throws: `RunError` if the whole file does not have its digest, or `InputError` if it is no data set.
    package func keep(_ piece: Piece, isLast: Bool) throws {
        if piece.offset == 0 {
            // The unfinished file of an earlier start has the same name: it goes first.
            incoming = nil
            incoming = IncomingDataset(digest: piece.digest, path: path(piece.digest))
        }
        guard let incoming, incoming.digest == piece.digest, incoming.count == piece.offset else {
            throw RunError(.failed, "a piece of data set \(piece.digest) came out of order")
        }
        incoming.append(piece.payload)
        guard isLast else { return }
        self.incoming = nil
        open[piece.digest] = try DatasetFile.open(try incoming.finish())
    }

    private func path(_ digest: String) -> String { "\(directory)/\(digest).safetensors" }
}
