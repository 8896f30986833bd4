import Glibc
import Protocol
import Testing

/// The end of a sweep ends every process, by itself and with exit code 0.
@Suite struct EndOfSweepTests {
    @Test func serverAndAllWorkersEndByThemselves() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 200, pause: 25), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "2"])
            let remote = try place.startWorker(server.endpoint, options: ["--name", "remote"])
            try await server.process.says("worker remote joined")
            #expect(try await server.process.end() == .code(0))
            #expect(try await remote.end() == .code(0))
            #expect(server.process.output.contains("counter"))
            let ready = server.process.errors.split(separator: "\n").filter { $0.hasPrefix("ready ") }
            #expect(ready.count == 1)
            #expect(try place.children(of: server.process).isEmpty)
            try place.expectExactCounts(phases: 2, chunks: 200)
        }
    }

    /// The server stays for a worker that has not said goodbye; whoever comes then is sent home.
    @Test func aWorkerThatComesAfterTheEndLeavesAtOnce() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "50"])
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.ask(.hello(WirePeer.hello))
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(server.process.ended == nil)
            try await peer.leave()
            #expect(try await server.process.end() == .code(0))
        }
    }

    @Test func aFinishedSweepPrintsItsTableAtOnce() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let command = [
                Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"), "--port",
                "0",
                "--local-workers", "1",
            ]
            let first = try await place.run(command)
            let second = try await place.run(command, within: 5)
            #expect(first.status == .code(0))
            #expect(second.status == .code(0))
            #expect(first.output == second.output)
            #expect(first.output.contains("wrong_counts"))
        }
    }

    /// The server died after the sweep's last record and before all workers heard of the end: the one that takes its
    /// place tells them.
    @Test func aServerKilledAtTheVeryEndIsReplacedByOneThatSendsWorkersHome() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.ask(.hello(WirePeer.hello))
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            let waiting = try place.startWorker(server.endpoint, options: ["--name", "late"])
            waiting.send(SIGSTOP)
            try await server.process.killNow()
            waiting.send(SIGCONT)
            let heir = try await place.startServer(
                "sweep.yaml", port: server.port, options: ["--lease", "4"])
            #expect(try await heir.process.end() == .code(0))
            #expect(try await waiting.end(within: 30) == .code(0))
        }
    }
}
