internal import Core

/// A file in the folder of its class.
struct FolderFile {
    let path: String
    /// Below the folder of the data set.
    let name: String
    /// 0 or 1
    let label: UInt8
    /// Nil: to be chosen.
    let part: SplitPart?
}
