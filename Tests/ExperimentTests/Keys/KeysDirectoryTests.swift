import Experiment
import Foundation
import Protocol
import Testing

@Suite struct KeysDirectoryTests {
    private func with(_ body: (KeysDirectory) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        try body(KeysDirectory(path: directory.path + "/keys"))
    }

    private func permissions(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
    }

    private func fault(_ body: () throws -> Void) -> InputError? {
        do { try body() } catch { return error as? InputError }
        return nil
    }

    @Test func secretKeysAreForTheirOwnerAlone() throws {
        try with { keys in
            let server = try keys.makeServerKey()
            let worker = try keys.makeWorkerKey("a")
            #expect(try permissions(keys.path) == 0o700)
            #expect(try permissions(keys.serverKeyPath) == 0o600)
            #expect(try permissions(keys.workerKeyPath("a")) == 0o600)
            #expect(try keys.serverKey().publicKey == server.publicKey)
            #expect(try SecretKeyFile.read(keys.workerKeyPath("a")).secret == worker.secret)
            #expect(try keys.allowList().name(of: worker.publicKey) == "a")
        }
    }

    @Test func aDirectoryThatIsNotThereIsSaid() throws {
        try with { keys in
            let error = fault { _ = try keys.allowList() }
            #expect(error?.exitCode == 66 && error?.description == "\(keys.path): is no directory of keys")
        }
    }

    @Test(arguments: [0o640, 0o604, 0o666, 0o710])
    func aSecretKeyThatOthersCanReadIsNotUsed(mode: Int) throws {
        try with { keys in
            _ = try keys.makeServerKey()
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: keys.serverKeyPath)
            let error = fault { _ = try keys.serverKey() }
            #expect(error?.exitCode == 78)
            let start = "others can read this secret key (mode \(String(mode, radix: 8)))"
            #expect(error?.message.hasPrefix(start) == true)
        }
    }

    @Test(
        arguments: [("", nil), ("# nothing\n", nil), ("# x\nsecret abc\n", 2), ("rubbish\n", 1)]
            as [(String, Int?)])
    func aKeyFileThatIsNoneIsNamedWithItsLine(text: String, line: Int?) throws {
        try with { keys in
            _ = try keys.makeServerKey()
            let path = keys.path + "/x"
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            let error = fault { _ = try SecretKeyFile.read(path) }
            #expect(error?.exitCode == 65 && error?.line == line)
        }
    }

    @Test func aKeyFileThatIsNotThere() throws {
        try with { keys in
            #expect(fault { _ = try keys.serverKey() }?.exitCode == 66)
            _ = try keys.makeServerKey()
            #expect(fault { _ = try SecretKeyFile.read(keys.path + "/absent") }?.exitCode == 66)
            #expect(fault { _ = try SecretKeyFile.read(keys.path) }?.message == "is no file")
        }
    }

    @Test func nothingIsReplacedByMistake() throws {
        try with { keys in
            let first = try keys.makeServerKey()
            #expect(fault { _ = try keys.makeServerKey() }?.exitCode == 78)
            #expect(try keys.serverKey().publicKey == first.publicKey)
            let worker = try keys.makeWorkerKey("a")
            #expect(fault { _ = try keys.makeWorkerKey("a") }?.message == "the name a is there already")
            let again = fault { try keys.allow("b", worker.publicKey) }
            #expect(again?.message == "this key is there already, as a")
            #expect(
                fault { _ = try keys.makeWorkerKey("../a") }?.message.hasPrefix("\"../a\" is no name") == true
            )
            #expect(try keys.allowList().entries.count == 1)
        }
    }

    @Test func revokingTakesTheLineAndTheKeyAway() throws {
        try with { keys in
            _ = try keys.makeServerKey()
            _ = try keys.makeWorkerKey("gpu-a")
            try keys.allow("gpu-b", KeyPair().publicKey)
            try keys.revoke("gpu-a")
            #expect(try keys.allowList().entries.map(\.name) == ["gpu-b"])
            #expect(!FileManager.default.fileExists(atPath: keys.workerKeyPath("gpu-a")))
            let error = fault { try keys.revoke("gpu-c") }
            #expect(error?.message == "there is no worker \"gpu-c\"; did you mean \"gpu-b\"?")
        }
    }

    @Test func aBadLineOfTheAllowListIsNamed() throws {
        try with { keys in
            _ = try keys.makeServerKey()
            try "# x\na \(KeyPair().publicKey)\nb 12\n".write(
                toFile: keys.allowListPath, atomically: true, encoding: .utf8)
            let error = fault { _ = try keys.allowList() }
            #expect(error?.exitCode == 65 && error?.line == 3)
        }
    }

    // MARK: While a server runs

    @Test func aChangedAllowListIsTakenUp() throws {
        try with { keys in
            _ = try keys.makeServerKey()
            let worker = try keys.makeWorkerKey("a")
            var watched = WatchedAllowList(path: keys.allowListPath)
            #expect(watched.refresh(now: 0).isEmpty)
            #expect(watched.list.name(of: worker.publicKey) == "a")
            let other = KeyPair().publicKey
            try keys.allow("b", other)
            #expect(watched.refresh(now: 1) == ["key of b allowed: \(other)"])
            try keys.revoke("a")
            #expect(watched.refresh(now: 2) == ["key of a revoked: \(worker.publicKey)"])
            #expect(watched.list.entries.map(\.name) == ["b"])
            #expect(watched.revokedName(of: worker.publicKey) == "a")
        }
    }

    @Test func aSlipInTheFileLocksNobodyElseOutAndLetsNobodyIn() throws {
        try with { keys in
            _ = try keys.makeServerKey()
            let worker = try keys.makeWorkerKey("a")
            var watched = WatchedAllowList(path: keys.allowListPath)
            _ = watched.refresh(now: 0)
            try "a \(worker.publicKey)\nb 12\n".write(
                toFile: keys.allowListPath, atomically: true, encoding: .utf8)
            let fault =
                "\(keys.allowListPath):2: a public key is 64 hexadecimal digits; this line lets nobody in"
            #expect(watched.refresh(now: 1) == [fault])
            #expect(watched.list.entries.map(\.name) == ["a"])
        }
    }

    /// An editor that writes in place empties the file for a moment.
    @Test func anEmptyFileLocksOutOnlyIfItStaysEmpty() throws {
        try with { keys in
            _ = try keys.makeServerKey()
            _ = try keys.makeWorkerKey("a")
            var watched = WatchedAllowList(path: keys.allowListPath)
            _ = watched.refresh(now: 0)
            try "".write(toFile: keys.allowListPath, atomically: false, encoding: .utf8)
            for now in [1, 500, 1_000] { #expect(watched.refresh(now: now).isEmpty) }
            #expect(watched.list.entries.count == 1)
            #expect(watched.refresh(now: 1_001).count == 1)
            #expect(watched.list.entries.isEmpty)
        }
    }
}
