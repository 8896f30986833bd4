import Glibc
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
                let server = try await place.startServer("sweep.yaml", run: "run-\(count)")
                let workers = try place.startWorkers(count, server.endpoint)
                #expect(try await server.process.end() == .code(0))
                for worker in workers { #expect(try await worker.end() == .code(0)) }
                #expect(try await place.hashes(of: "run-\(count)") == serial, "\(count) workers")
            }
        }
    }

    /// The victim is stopped first, so that it certainly holds its lease when the others wait for the round.
    @Test(arguments: [Case.lqr, Case.adam])
    func hashesDoNotChangeWhenAWorkerDiesInMidRound(_ example: Case) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(example.sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "0.5"])
            let victim = try place.startWorker(server.endpoint, options: ["--name", "victim"])
            try await server.process.says("worker victim joined")
            try await Task.sleep(for: .milliseconds(50))
            victim.send(SIGSTOP)
            let others = try place.startWorkers(2, server.endpoint)
            try await server.process.says("worker victim fell silent: its work is free again")
            try await victim.killNow()
            #expect(try await server.process.end() == .code(0))
            for worker in others { #expect(try await worker.end() == .code(0)) }
            #expect(try await place.hashes(of: "run") == serial)
        }
    }
}
