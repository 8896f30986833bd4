internal import Foundation

/// What stands at a path.
enum FileKind {
    case file, folder

    /// Nil: nothing.
    init?(_ path: String) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return nil }
        self = isDirectory.boolValue ? .folder : .file
    }
}
