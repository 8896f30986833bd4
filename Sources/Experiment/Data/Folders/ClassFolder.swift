internal import Core
internal import Foundation

/// A folder with one folder a class, or with such folders below train and test (and perhaps validation).
struct ClassFolder {
    /// What 0 and 1 stand for.
    let classes: [String]
    /// By part, class and name.
    let files: [FolderFile]
    private(set) var warnings: [InputWarning] = []

    private struct Part {
        let folder: String
        let part: SplitPart?
        var classes: [String]
    }

    /// Finds the files whose names end in one of `endings`, in capitals or not.
    init(_ folder: String, endings: [String]) throws {
        let parts = try ClassFolder.parts(folder)
        let named = try ClassFolder.classes(parts, folder)
        for name in parts[0].classes where !named.contains(name) {
            warnings.append(
                InputWarning(
                    .unusedFolder, file: parts[0].folder + "/" + name,
                    "was left out: there is no such folder among the other parts"))
        }
        classes = named
        files = try parts.flatMap { part in
            try named.enumerated().filter { part.classes.contains($0.element) }.flatMap { label, name in
                try ClassFolder.files(part.folder + "/" + name, endings).map { file in
                    let path = part.folder + "/" + name + "/" + file
                    return FolderFile(
                        path: path, name: String(path.dropFirst(folder.count + 1)), label: UInt8(label),
                        part: part.part)
                }
            }
        }
    }

    // MARK: Parts

    private static let partNames: [(part: SplitPart, names: [String])] = [
        (.training, ["train", "training"]), (.validation, ["validation", "valid", "val"]),
        (.test, ["test", "testing"]),
    ]

    /// The training part first; only that one if the folders are the classes. Training files may still become
    /// validation or test files if there is no folder of these.
    private static func parts(_ folder: String) throws -> [Part] {
        let folders = try subfolders(folder)
        var parts = try partNames.compactMap { part, names in
            try names.first(where: folders.contains).map { name in
                let path = folder + "/" + name
                return Part(
                    folder: path, part: part == .training ? nil : part, classes: try subfolders(path))
            }
        }
        if parts.isEmpty { return [Part(folder: folder, part: nil, classes: folders)] }
        guard parts[0].part == nil else {
            throw wrong(parts[0].folder, "is there, but no folder train beside it")
        }
        if parts.count == partNames.count {
            parts[0] = Part(folder: parts[0].folder, part: .training, classes: parts[0].classes)
        }
        return parts
    }

    /// The classes of the training part. If it has more than two, those that the other parts have too.
    private static func classes(_ parts: [Part], _ folder: String) throws -> [String] {
        var others: [String] = []
        for part in parts.dropFirst() {
            for name in part.classes where !others.contains(name) {
                guard parts[0].classes.contains(name) else {
                    throw wrong(
                        part.folder + "/" + name, "is a class that does not occur in \(parts[0].folder)")
                }
                others.append(name)
            }
        }
        let classes = parts[0].classes.count > 2 && others.count == 2 ? sorted(others) : parts[0].classes
        guard classes.count == 2 else {
            let names = classes.isEmpty ? "" : " (\(classes.prefix(5).joined(separator: ", ")))"
            throw wrong(
                parts[0].folder,
                "has \(classes.count) \(classes.count == 1 ? "class" : "classes")\(names); two folders are needed, one a class"
            )
        }
        return classes
    }

    // MARK: The file system

    /// The files of a folder whose names end so, by the bytes of their names; at least one.
    static func files(_ folder: String, _ endings: [String]) throws -> [String] {
        let files = try contents(folder).filter { hasEnding($0, endings) }
        if files.isEmpty { throw hasNone(folder, endings) }
        return files
    }

    /// The paths below `folder` of all such files in it and in the folders in it, by their bytes.
    static func filesBelow(_ folder: String, _ endings: [String]) throws -> [String] {
        let paths: [String]
        do {
            paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
        } catch {
            throw InputError(.inputMissing, file: folder, "cannot be read as a folder: \(error.cause)")
        }
        let files = paths.filter { path in
            let isHidden = path.split(separator: "/").dropLast().contains {
                $0.hasPrefix(".") || $0.hasPrefix("__")
            }
            return !isHidden && hasEnding(path, endings) && FileKind(folder + "/" + path) != .folder
        }
        if files.isEmpty { throw hasNone(folder, endings) }
        return sorted(files)
    }

    private static func hasEnding(_ name: String, _ endings: [String]) -> Bool {
        let lower = name.lowercased()
        return endings.contains { lower.hasSuffix($0) }
    }

    private static func hasNone(_ folder: String, _ endings: [String]) -> InputError {
        wrong(folder, "has no file ending in \(endings.joined(separator: " or "))")
    }

    private static func subfolders(_ folder: String) throws -> [String] {
        try contents(folder).filter { name in
            !name.hasPrefix(".") && !name.hasPrefix("__") && FileKind(folder + "/" + name) == .folder
        }
    }

    private static func contents(_ folder: String) throws -> [String] {
        do {
            return sorted(try FileManager.default.contentsOfDirectory(atPath: folder))
        } catch {
            throw InputError(.inputMissing, file: folder, "cannot be read as a folder: \(error.cause)")
        }
    }

    /// By bytes: the same order everywhere.
    private static func sorted(_ names: [String]) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func wrong(_ place: String, _ message: String) -> InputError {
        InputError(.badData, file: place, message)
    }
}
