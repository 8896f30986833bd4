import Glibc
import Protocol
import Testing

/// An averaged run gives the same bits whatever the number of workers, and whoever dies.
@Suite(.serialized) struct AverageEqualityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sweep: String
        var network: NetworkExample?

        static let lqr = Case(
            testDescription: "lqr",
            sweep: SweepText.lqr(mode: "{average: {round: 4}}", updates: 400_000, samples: 20_000))
        static let adam = Case(
            testDescription: "supervised with Adam",
            sweep: SweepText.supervised(
                optimizers: "[adam, adam-ignd]", mode: "{average: {round: 4}}",
                chunk: "{kind: mean, samples: 8}", epochs: 60))
        static let tokens = Case(
            testDescription: "tokens with Adam", .tokens, "[sgd, adam]", "{kind: mean, samples: 2}",
            epochs: 60)
        static let sparse = Case(
            testDescription: "sparse rows", .sparseLinear, "[ignd, sgd]", "{kind: local, samples: 3}",
            epochs: 60)

        init(testDescription: String, sweep: String) {
            self.testDescription = testDescription
            self.sweep = sweep
        }

        private init(
            testDescription: String, _ network: NetworkExample, _ optimizers: String, _ chunk: String,
            epochs: Int
        ) {
            self.testDescription = testDescription
            self.network = network
            sweep = network.sweep(
                optimizers: optimizers, mode: "{average: {round: 4}}", chunk: chunk, epochs: epochs)
        }

        func prepare(in place: Workplace) async throws {
            if let network { return try await network.prepare(in: place) }
            try place.write(SweepText.csv(), to: "data.csv")
        }
    }

    private static let cases = [Case.lqr, .adam, .tokens, .sparse]

    @Test(arguments: cases)
    func hashesDoNotDependOnTheNumberOfWorkers(_ example: Case) async throws {
        try await Workplace.with { place in
            try await example.prepare(in: place)
            try place.write(example.sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            for count in 1...(example.network == nil ? 4 : 3) {
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
    @Test(arguments: cases)
    func hashesDoNotChangeWhenAWorkerDiesInMidRound(_ example: Case) async throws {
        try await Workplace.with { place in
            try await example.prepare(in: place)
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
