import ArgumentParser
import Experiment
import Protocol

/// `ignd-ps keys …`: who may take part.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make keys, and say which workers may take part.",
        discussion: """
            A directory of keys holds the server's secret key (server.key), the allow-list (allowed-keys: a line NAME KEY
            for each worker) and the secret keys that were made here for workers (NAME.key). Secret keys are readable for
            their owner alone, and unusable otherwise. A running server takes changes up by itself.

                ignd-ps keys new                     the server's key
                ignd-ps keys new gpu-a               a worker's: carry keys/gpu-a.key to it, by scp
                ignd-ps --keys keys --sweep FILE …
                ignd-worker --connect curve://KEY@HOST:5555 --key gpu-a.key
            """,
        subcommands: [New.self, Add.self, List.self, Revoke.self])

    struct Place: ParsableArguments {
        @Option(help: "The directory of keys.")
        var keys = "keys"

        var directory: KeysDirectory { KeysDirectory(path: keys) }
    }

    static func withEnvironment(_ arguments: [String]) -> [String] {
        let isComplete = arguments.first == "keys" && arguments.count > 1 && !arguments[1].hasPrefix("-")
        return isComplete && !arguments.contains("--help")
            ? EnvironmentArguments.extend(arguments, options: ["--keys"]) : arguments
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Make a key pair: the server's, or with a name a worker's, which is then allowed.",
            discussion: "Prints the file of the secret key, and the public key.")

        @Argument(help: "The worker's name. (default: the pair is the server's)")
        var name: String?

        @OptionGroup var place: Place

        func run() throws {
            let directory = place.directory
            let path = name.map(directory.workerKeyPath) ?? directory.serverKeyPath
            let pair = try name.map { try directory.makeWorkerKey($0) } ?? directory.makeServerKey()
            try Note.data("\(path) \(pair.publicKey)\n")
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Allow a worker whose key pair was made elsewhere.")

        @Argument(help: "A name for the worker.")
        var name: String

        @Argument(help: "Its public key: 64 hexadecimal digits.")
        var publicKey: String

        @OptionGroup var place: Place

        func run() throws {
            guard let key = PublicKey(hexadecimal: publicKey) else {
                throw ValidationError("\"\(publicKey)\" is no public key: it has 64 hexadecimal digits")
            }
            try place.directory.allow(name, key)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Print the workers that may take part, a line NAME KEY each.")

        @OptionGroup var place: Place

        func run() throws {
            let list = try place.directory.allowList()
            try Note.data(list.entries.map { "\($0.name) \($0.key)\n" }.joined())
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Lock a worker out, also of a server that runs.")

        @Argument(help: "The worker's name.")
        var name: String

        @OptionGroup var place: Place

        func run() throws { try place.directory.revoke(name) }
    }
}
