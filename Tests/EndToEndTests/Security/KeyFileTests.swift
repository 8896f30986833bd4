import Foundation
import Testing

/// Keys that cannot be used, and a server that would let everybody in.
@Suite struct KeyFileTests {
    private func serve(_ place: Workplace, _ options: String...) async throws -> (ExitStatus, String) {
        let command = [
            Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"), "--port", "0",
        ]
        let (status, _, errors) = try await place.run(command + options)
        return (status, errors)
    }

    @Test func beyondLoopbackItTakesKeysOrConsent() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let (status, errors) = try await serve(place, "--bind", "0.0.0.0")
            #expect(status == .code(78))
            #expect(
                errors.contains(
                    "listening on 0.0.0.0 would let anyone who reaches the port take part; give --keys DIR"))
            #expect(!place.exists("run"))
            try await place.keys("new")
            let locked = try await place.startLockedServer(
                "sweep.yaml", options: ["--bind", "0.0.0.0", "--local-workers", "1"])
            #expect(try await locked.process.end() == .code(0))
            #expect(!locked.process.errors.contains("INSECURE"))
        }
    }

    @Test func consentIsSaidLoudly() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let (status, errors) = try await serve(
                place, "--bind", "0.0.0.0", "--insecure", "--local-workers", "1")
            #expect(status == .code(0))
            #expect(errors.contains("INSECURE: anyone who reaches tcp://0.0.0.0:"))
        }
    }

    @Test func aServersKeyThatCannotBeUsed() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let (missing, sentence) = try await serve(place, "--keys", place.file("keys"))
            #expect(missing == .code(66))
            #expect(sentence.contains("keys/server.key: is not there; `ignd-ps keys new --keys"))
            try await place.keys("new")
            chmod(place.file("keys/server.key"), 0o644)
            let (open, warning) = try await serve(place, "--keys", place.file("keys"))
            #expect(open == .code(78))
            #expect(
                warning.contains(
                    "keys/server.key: others can read this secret key (mode 644); `chmod 600` it"))
            chmod(place.file("keys/server.key"), 0o600)
            try place.write("a 12\n", to: "keys/allowed-keys")
            let (bad, line) = try await serve(place, "--keys", place.file("keys"))
            #expect(bad == .code(65))
            #expect(line.contains("keys/allowed-keys:1: a public key is 64 hexadecimal digits"))
        }
    }

    @Test func aWorkersKeyThatCannotBeUsed() async throws {
        try await Workplace.with { place in
            let server = try await place.keys("new")
            try await place.keys("new", "a")
            func work(_ options: String...) async throws -> (ExitStatus, String) {
                let address = "curve://\(server)@127.0.0.1:1"
                let (status, _, errors) = try await place.run(
                    [Programs.worker, "--connect", address] + options)
                return (status, errors)
            }
            let (without, sentence) = try await work()
            #expect(
                without == .code(78)
                    && sentence.contains("takes known keys only: name this worker's with --key"))
            #expect(try await work("--key", place.file("keys/b.key")).0 == .code(66))
            chmod(place.file("keys/a.key"), 0o604)
            let (open, warning) = try await work("--key", place.file("keys/a.key"))
            #expect(open == .code(78) && warning.contains("others can read this secret key (mode 604)"))
            let (plain, _, errors) = try await place.run(
                [Programs.worker, "--connect", "tcp://127.0.0.1:1", "--key", place.file("keys/a.key")])
            #expect(plain == .code(78) && errors.contains("--key needs the server's public key"))
        }
    }

    @Test func noConnectionFile() async throws {
        try await Workplace.with { place in
            let (status, _, errors) = try await place.run(
                [Programs.worker, "--connection", place.file("connection.json")])
            #expect(status == .code(66))
            #expect(
                errors.contains("/connection.json: cannot be read; a server writes it into its run directory")
            )
        }
    }
}
