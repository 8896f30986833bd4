import Glibc
import Protocol
import Testing

/// An averaged run gives the same bits whatever the number of workers, and whoever dies.
@Suite(.serialized) struct AverageEqualityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sweep: String

        static let lqr = Case(
            testDescription: "lqr",
            sweep: SweepText.lqr(mode: "{average: {round: 4}}", updates: 400_000, samples: 20_000))
        static let adam = Case(
            testDescription: "supervised with Adam",
            sweep: SweepText.supervised(
                optimizers: "[adam, adam-ignd]", mode: "{average: {round: 4}}",
                chunk: "{kind: mean, samples: 8}", epochs: 60))
    }

    @Test(arguments: [Case.lqr, Case.adam])
    func hashesDoNotDependOnTheNumberOfWorkers(_ example: Case) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(example.sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            for count in 1...4 {
                try await serve(place, run: "run-\(count)", workers: count)
                #expect(try await place.hashes(of: "run-\(count)") == serial, "\(count) workers")
            }
        }
    }

    /// A session of the test's own keeps the server there until the last worker, however late, has heard of the end.
    private func serve(_ place: Workplace, run: String, workers count: Int) async throws {
        let server = try await place.startServer("sweep.yaml", run: run, options: ["--lease", "60"])
        let anchor = try WirePeer(server.endpoint, session: 1)
        _ = try await anchor.ask(.hello(WirePeer.hello))
        let workers = try place.startWorkers(count, server.endpoint)
        for worker in workers { #expect(try await worker.end() == .code(0)) }
        try await anchor.leave()
        #expect(try await server.process.end() == .code(0))
    }

    /// The victim is stopped first, so that it holds its lease while the other waits for the round.
    @Test(arguments: [Case.lqr, Case.adam])
    func hashesDoNotChangeWhenAWorkerDiesInMidRound(_ example: Case) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(example.sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "0.5"])
            let victim = try place.startWorker(server.endpoint, options: ["--name", "victim"])
            try await server.process.says("worker victim joined")
            try await Task.sleep(for: .milliseconds(20))
            victim.send(SIGSTOP)
            let other = try place.startWorker(server.endpoint)
            try await server.process.says("worker victim fell silent: its work is free again")
            try await victim.killNow()
            #expect(try await server.process.end() == .code(0))
            #expect(try await other.end() == .code(0))
            #expect(try await place.hashes(of: "run") == serial)
        }
    }
}
