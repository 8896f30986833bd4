internal import Protocol

/// One digest for many files: of lines "digest  name", as sha256sum prints them.
struct FolderDigest {
    private let lines = DigestStream()

    func add(_ digest: Digest, name: String) {
        Array("\(digest)  \(name)\n".utf8).withUnsafeBytes { lines.append($0) }
    }

    func finish() -> Digest { lines.finish() }
}
