import Core
import Glibc
import Protocol
import Testing

/// `ignd-ps status`: who has which work, and who waits for whom.
@Suite struct StatusTests {
    private func status(
        _ place: Workplace, _ options: [String] = []
    ) async throws -> (status: ExitStatus, output: String, errors: String) {
        try await place.run([Programs.server, "status", place.file("run")] + options)
    }

    /// Asks until the answer contains all of `texts`.
    private func awaitStatus(_ place: Workplace, _ texts: [String]) async throws -> String {
        var last = ""
        for _ in 0..<100 {
            let (code, output, errors) = try await status(place)
            guard code == .code(0) else { throw Unexpected("status ended with \(code): \(errors)") }
            if texts.allSatisfy(output.contains) { return output }
            last = output
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Unexpected("no status with \(texts), but:\n\(last)")
    }

    @Test func itTellsWhoWaitsForWhom() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 1), to: "sweep.yaml")
            let server = try await place.startLockedOrOpen(isLocked: false)
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            let worker = try place.startWorker(server.endpoint, options: ["--name", "second"])
            let text = try await awaitStatus(
                place,
                [
                    "counter at \(server.endpoint): serving since", "trials: 0 done, 1 running, 0 waiting",
                    "workers: 2, of them waiting 1; leases: 1",
                    "trial 0: phase 1 of 1, 0 of 1 chunks, version 0",
                    "peer has chunk 0 of phase 1 of trial 0 since",
                    "second waits since",
                ])
            #expect(text.contains("for peer, who has chunk 0 of phase 1 of trial 0 since"))
            let json = try await status(place, ["--json"])
            #expect(json.output.contains("\"waitingCount\":1"))
            try await peer.leave()
            #expect(try await worker.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            let after = try await status(place)
            #expect(after.status == .code(69) && after.errors.contains("no server runs there"))
        }
    }

    /// The owner of the run directory needs no key.
    @Test func itWorksWithKeys() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startLockedOrOpen(isLocked: true)
            _ = try await awaitStatus(place, ["at curve://", "workers: 0"])
            server.process.send(SIGTERM)
            #expect(try await server.process.end() == .code(75))
            #expect(try await status(place).status == .code(69))
            #expect(!place.exists("run/status.json"))
        }
    }

    /// A server that was killed left its file behind; one that is stopped does not write any more.
    @Test func aDeadServerIsNotTakenForARunningOne() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startLockedOrOpen(isLocked: false)
            _ = try await awaitStatus(place, ["serving"])
            server.process.send(SIGSTOP)
            _ = try await awaitStatus(place, ["NOT SEEN since"])
            try await server.process.killNow()
            #expect(place.exists("run/status.json"))
            #expect(try await status(place).status == .code(69))
        }
    }

    @Test func withoutADirectoryOrAServerItSaysSo() async throws {
        try await Workplace.with { place in
            let missing = try await status(place)
            #expect(missing.status == .code(66) && missing.errors.contains("there is no such directory"))
            try place.write(SweepText.counter(phases: 1, chunks: 500, pause: 10), to: "sweep.yaml")
            let serial = try place.start(
                [Programs.worker, "--serial", place.file("sweep.yaml"), "--run", place.file("run")])
            try await waiting(for: "the run directory") { place.exists("run/resolved.json") ? () : nil }
            let other = try await status(place)
            #expect(other.status == .code(69) && other.errors.contains("a serial run, no server"))
            serial.send(SIGTERM)
            #expect(try await serial.end(within: 10) == .code(75))
        }
    }
}

extension Workplace {
    fileprivate func startLockedOrOpen(isLocked: Bool) async throws -> RunningServer {
        isLocked ? try await startLockedServer("sweep.yaml") : try await startServer("sweep.yaml")
    }
}
