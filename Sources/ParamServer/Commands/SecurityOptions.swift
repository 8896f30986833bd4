import ArgumentParser
import Experiment
import Protocol

/// Who may take part.
struct SecurityOptions: ParsableArguments {
    @Option(
        help: """
            Directory of keys (`ignd-ps keys new`): connections are encrypted, and only workers in its allow-list take
            part.
            """)
    var keys: String?

    @Flag(help: "Without --keys: allow listening beyond loopback; anyone who reaches the port can take part.")
    var insecure = false

    static let optionNames = ["--keys"]
    static let flagNames = ["--insecure"]

    /// - Throws: `RunError` if anyone could take part and nobody said that this is wanted.
    func check(bind: String) throws {
        if SecurityOptions.isLoopback(bind) || keys != nil || insecure { return }
        throw RunError(
            .configuration,
            "listening on \(bind) would let anyone who reaches the port take part; give --keys DIR "
                + "(`ignd-ps keys new` makes them), or --insecure if this network is yours alone, or listen on "
                + "127.0.0.1 and tunnel (ssh -L)")
    }

    func warn(_ address: ServerAddress) {
        if address.key == nil && !SecurityOptions.isLoopback(address.host) {
            Note.write(
                "INSECURE: anyone who reaches \(address) can take part, read the data and change the models")
        }
    }

    static func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "localhost" || address == "::1" || address == "[::1]"
    }
}
