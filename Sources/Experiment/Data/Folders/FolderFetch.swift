internal import Foundation
internal import Protocol

/// Gets a data set that is a folder of many files: the whole folder, or nothing.
struct FolderFetch {
    private let dataset: String
    private let archive: DataCatalogue.Archive
    private let target: String
    /// Beside the target, so that it only has to be renamed.
    private let scratch: String

    /// Puts the folder into `directory`, from its archive or from `source`: an archive, or such a folder.
    static func run(
        _ dataset: String, _ archive: DataCatalogue.Archive, to directory: String, from source: String?,
        report: (String) -> Void
    ) throws -> String {
        let target = directory + "/" + dataset
        if FileKind(target) != nil {
            if source == nil, (try? archive.check(target)) != nil {
                report("\(target) is there already")
                return target
            }
            throw InputError(
                .cannotWrite, file: target, "is there already; remove it to fetch the data again")
        }
        let fetch = FolderFetch(
            dataset: dataset, archive: archive, target: target, scratch: target + "-\(UUID().uuidString).new")
        defer { try? FileManager.default.removeItem(atPath: fetch.scratch) }
        try DataFetch.writing(fetch.scratch) {
            try FileManager.default.createDirectory(
                atPath: fetch.scratch, withIntermediateDirectories: true)
        }
        try fetch.put(from: source, report)
        return target
    }

    private func put(from source: String?, _ report: (String) -> Void) throws {
        if let source, FileKind(source) == .folder {
            let folder = find(in: source)
            try archive.check(folder)
            try move(folder, isCopied: true)
            return
        }
        let file = scratch + "/archive"
        if source == nil {
            report("fetching \(archive.url)")
            try DataFetch.download(archive.url, to: file, seconds: 3600)
        }
        let path = source ?? file
        try checkDigest(path, isGiven: source != nil, report)
        try unpack(path)
        let folder = find(in: scratch)
        try archive.check(folder, in: path)
        try move(folder, isCopied: false)
    }

    /// The folder itself, or the one in it that the archive has on top.
    private func find(in folder: String) -> String {
        let inner = folder + "/" + archive.folder
        return FileKind(inner) == .folder ? inner : folder
    }

    private func move(_ folder: String, isCopied: Bool) throws {
        try DataFetch.writing(target) {
            let whole = scratch + "/whole"
            if isCopied { try FileManager.default.copyItem(atPath: folder, toPath: whole) }
            try FileManager.default.moveItem(atPath: isCopied ? whole : folder, toPath: target)
        }
    }

    /// What was downloaded must be the archive; another copy that the user has may be packed otherwise.
    private func checkDigest(_ path: String, isGiven: Bool, _ report: (String) -> Void) throws {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw InputError(.inputMissing, file: path, "cannot be read; is the path right?")
        }
        let digest = data.withUnsafeBytes { Digest(of: $0) }.description
        if digest == archive.digest { return }
        if isGiven {
            return report("\(path) is not the original archive (its SHA-256 is \(digest)); used as it is")
        }
        throw InputError(
            .badData, file: archive.url,
            "is not the archive of the \(dataset) data set: its SHA-256 is \(digest), expected \(archive.digest); nothing was written"
        )
    }

    private func unpack(_ path: String) throws {
        let start = FileHandle(forReadingAtPath: path)?.readData(ofLength: 2)
        let isZip = start == Data("PK".utf8)
        let program = isZip ? "unzip" : "tar"
        let arguments = isZip ? ["-q", path, "-d", scratch] : ["-xf", path, "-C", scratch]
        _ = try Subprocess(program, arguments).output(for: path)
    }
}
