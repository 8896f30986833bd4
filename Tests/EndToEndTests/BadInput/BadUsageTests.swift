import Foundation
import Protocol
import Testing

/// Command lines that cannot be meant.
@Suite struct BadUsageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let program: String
        let arguments: [String]
        let sentence: String
        var code: Int32 = 64

        var testDescription: String { "\(program.split(separator: "/").last ?? "") \(arguments)" }
    }

    static let cases = [
        Case(
            program: Programs.worker, arguments: [],
            sentence: "give one of --connect tcp://HOST:PORT, --connection FILE and --serial FILE"),
        Case(
            program: Programs.worker, arguments: ["--connect", "tcp://localhost:5555", "--serial", "x"],
            sentence: "give one of --connect tcp://HOST:PORT, --connection FILE and --serial FILE"),
        Case(
            program: Programs.worker, arguments: ["--connect", "localhost:5555"],
            sentence: #""localhost:5555" is no address; it looks like tcp://HOST:5555, or"#),
        Case(
            program: Programs.worker, arguments: ["--connect", "tcp://a b:5555"],
            sentence: #""tcp://a b:5555" is no address; it looks like tcp://HOST:5555, or"#),
        Case(
            program: Programs.worker, arguments: ["--connect", "tcp://localhost:70000"],
            sentence: #""tcp://localhost:70000" is no address; it looks like tcp://HOST:5555, or"#),
        Case(
            program: Programs.worker,
            arguments: ["--connect", "tcp://localhost:5555", "--lost-timeout", "0"],
            sentence: "a timeout is a positive number of seconds"),
        Case(
            program: Programs.server, arguments: [], sentence: "Missing expected argument '--sweep <sweep>'"),
        Case(
            program: Programs.server, arguments: ["verfy", "runs/x"],
            sentence: #"there is no command "verfy"; did you mean "verify"?"#),
        Case(
            program: Programs.server, arguments: ["--sweep", "x", "--local-workers", "-1"],
            sentence: "--local-workers"),
        Case(
            program: Programs.server, arguments: ["results", "/nowhere"],
            sentence: "/nowhere/resolved.json: cannot be read; is this a run directory?", code: 66),
        Case(
            program: Programs.server, arguments: ["verify", "/nowhere"],
            sentence: "/nowhere/resolved.json: cannot be read; is this a run directory?", code: 66),
    ]

    @Test(arguments: cases)
    func aCommandLineThatCannotBeMeant(_ example: Case) async throws {
        try await Workplace.with { place in
            let (status, output, errors) = try await place.run([example.program] + example.arguments)
            #expect(status == .code(example.code))
            #expect(errors.contains(example.sentence))
            #expect(output.isEmpty)
        }
    }

    @Test func noServer() async throws {
        try await Workplace.with { place in
            let port = try unusedPort()
            let (status, _, errors) = try await place.run(
                [Programs.worker, "--connect", "tcp://127.0.0.1:\(port)", "--connect-timeout", "1"],
                within: 10)
            #expect(status == .code(69))
            #expect(errors.contains("ignd-worker: no server answered within "))
            #expect(errors.hasSuffix(" s: nothing listens on 127.0.0.1:\(port)\n"))
        }
    }

    @Test func aServerThatIsGone() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let worker = try place.start(
                [Programs.worker, "--connect", server.endpoint, "--lost-timeout", "1"])
            // The server's answer is with the worker once a first milestone has come back.
            _ = try await waiting(for: "the first event") {
                let events = try? String(contentsOfFile: place.file("run/events.jsonl"), encoding: .utf8)
                return events?.contains("milestone") == true ? true : nil
            }
            try await server.process.killNow()
            #expect(try await worker.end(within: 10) == .code(69))
            #expect(worker.errors.contains("ignd-worker: server lost: silent for "))
        }
    }

    /// A port that the system just gave away and took back.
    private func unusedPort() throws -> Substring {
        let socket = try Socket(.server, context: ZeroMQContext(), maximumFrameBytes: 1_024)
        try socket.bind("tcp://127.0.0.1:*")
        return socket.endpoint.split(separator: ":").last!
    }
}
