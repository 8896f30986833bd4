internal import Core
internal import Foundation
package import Protocol

/// A directory of keys: the server's pair (`server.key`), the workers it lets in (`allowed-keys`), and the pairs that
/// were made for them here (`NAME.key`).
package struct KeysDirectory {
    package let path: String

    package init(path: String) { self.path = path }

    package var serverKeyPath: String { path + "/server.key" }
    package var allowListPath: String { path + "/allowed-keys" }
    package func workerKeyPath(_ name: String) -> String { "\(path)/\(name).key" }

    /// Makes the server's pair and an empty allow-list.
    ///
    /// - Throws: `InputError` if there is one already: its workers would be locked out.
    package func makeServerKey() throws -> KeyPair {
        try make()
        return try locked {
            let pair = try makeKey(serverKeyPath)
            if !FileManager.default.fileExists(atPath: allowListPath) { try write(AllowList()) }
            return pair
        }
    }

    /// Makes a worker's pair and lets it in.
    package func makeWorkerKey(_ name: String) throws -> KeyPair {
        try make()
        return try locked {
            var list = try allowList()
            let pair = KeyPair()
            try add(name, pair.publicKey, to: &list)
            try refuseToReplace(workerKeyPath(name))
            try SecretKeyFile.write(pair, to: workerKeyPath(name))
            try write(list)
            return pair
        }
    }

    /// Lets in a worker whose pair was made elsewhere.
    package func allow(_ name: String, _ key: PublicKey) throws {
        try make()
        try locked {
            var list = try allowList()
            try add(name, key, to: &list)
            try write(list)
        }
    }

    private func add(_ name: String, _ key: PublicKey, to list: inout AllowList) throws {
        if let problem = list.add(name, key) {
            throw InputError(.configuration, file: allowListPath, problem)
        }
    }

    /// Locks a worker out. Its secret key, if it is here, is of no use any more.
    package func revoke(_ name: String) throws {
        try locked {
            var list = try allowList()
            guard list.remove(name) else {
                let hint = NearestName.hint(name, among: list.entries.map(\.name))
                throw InputError(.configuration, file: allowListPath, "there is no worker \"\(name)\"\(hint)")
            }
            try write(list)
            try WholeFile.remove(workerKeyPath(name))
        }
    }

    package func serverKey() throws -> KeyPair {
        guard FileManager.default.fileExists(atPath: serverKeyPath) else {
            throw InputError(
                .inputMissing, file: serverKeyPath,
                "is not there; `ignd-ps keys new --keys \(path)` makes the server's key")
        }
        return try SecretKeyFile.read(serverKeyPath)
    }

    /// - Throws: `InputError` if there is no such directory, or with the place of the first line that is wrong.
    package func allowList() throws -> AllowList {
        guard FileKind(path) == .folder else {
            throw InputError(.inputMissing, file: path, "is no directory of keys")
        }
        var faults: [AllowList.Fault] = []
        let list = AllowList(text: text ?? "", faults: &faults)
        if let first = faults.first {
            throw InputError(.badData, file: allowListPath, line: first.line, first.message)
        }
        return list
    }

    private var text: String? {
        FileManager.default.contents(atPath: allowListPath).map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Writing

    private func make() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw RunError(.cannotWrite, "\(path): cannot be made: \(error.cause)")
        }
    }

    private func makeKey(_ path: String) throws -> KeyPair {
        try refuseToReplace(path)
        let pair = KeyPair()
        try SecretKeyFile.write(pair, to: path)
        return pair
    }

    private func refuseToReplace(_ path: String) throws {
        if FileManager.default.fileExists(atPath: path) {
            throw InputError(
                .configuration, file: path, "is there already; remove it first to make a new key")
        }
    }

    private func write(_ list: AllowList) throws {
        try WholeFile.write(Payload(copying: Array(list.text.utf8)), to: allowListPath, syncing: true)
    }

    /// Two commands at once do not undo each other's change.
    private func locked<T>(_ body: () throws -> T) throws -> T {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(.inputMissing, file: path, "is no directory of keys")
        }
        defer { close(descriptor) }
        _ = flock(descriptor, LOCK_EX)
        return try body()
    }
}
