import Core
import Experiment
import Testing

/// `kill -9` of the server at random moments, a restart on the same run directory and port, workers staying alive.
@Suite(.serialized) struct ServerCrashTests {
    private static let seeds: [UInt64] = [1, 2]

    @Test(arguments: seeds)
    func noUpdateIsLostOrDoubled(seed: UInt64) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 100, pause: 10), to: "sweep.yaml")
            try await serveWithCrashes(place, workers: 4, seed: seed)
            try place.expectExactCounts(phases: 4, chunks: 100)
            #expect(try await place.hashes(of: "run").count == 1)
        }
    }

    @Test(arguments: seeds)
    func anAveragedRunEndsAsIfUndisturbed(seed: UInt64) async throws {
        try await Workplace.with { place in
            let sweep = SweepText.lqr(mode: "{average: {round: 4}}", updates: 400_000, samples: 10_000)
            try place.write(sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            try await serveWithCrashes(place, workers: 2, seed: seed)
            #expect(try await place.hashes(of: "run") == serial)
        }
    }

    /// Local chunks under Adam: the moments of the rows that were touched come back from the journal as well.
    @Test(arguments: seeds)
    func anEmbeddingUnderAdamEndsAsIfUndisturbed(seed: UInt64) async throws {
        try await Workplace.with { place in
            try await NetworkExample.tokens.prepare(in: place)
            try place.write(
                NetworkExample.tokens.sweep(optimizers: "[adam]", epochs: 1_000), to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            try await serveWithCrashes(place, workers: 1, seed: seed)
            #expect(try await place.hashes(of: "run") == serial)
            let replayed = try await place.run(
                [
                    Programs.server, "replay", place.file("run"), "--trial", "0", "--to", "500", "-o",
                    place.file("v500.safetensors"),
                ])
            #expect(replayed.status == .code(0), "\(replayed.errors)")
            #expect(place.exists("v500.safetensors"))
        }
    }

    /// One worker is ahead of the server when it dies, and so is its heir when it dies, too.
    @Test(arguments: zip(seeds, [2, 4]))
    func aChainEndsAsIfUndisturbed(seed: UInt64, leases: Int) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            let sweep = SweepText.supervised(
                optimizers: "[ignd, adam-ignd]", chunk: "{kind: mean, samples: 1}", epochs: 150)
            try place.write(sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            try await serveWithCrashes(place, workers: 2, seed: seed, leases: leases)
            #expect(try await place.hashes(of: "run") == serial)
        }
    }

    /// `verify` replays the journal and compares with the hashes that were recorded live.
    @Test(arguments: seeds)
    func anAsynchronousRunEqualsItsReplay(seed: UInt64) async throws {
        try await Workplace.with { place in
            let sweep = SweepText.lqr(mode: "{async: {workers: 3}}", updates: 400_000, samples: 10_000)
            try place.write(sweep, to: "sweep.yaml")
            try await serveWithCrashes(place, workers: 3, seed: seed)
            #expect(try await place.hashes(of: "run").count == 4)
        }
    }

    /// Two kills while the sweep runs; then it ends by itself, with every worker at exit code 0.
    private func serveWithCrashes(_ place: Workplace, workers count: Int, seed: UInt64, leases: Int = 2)
        async throws
    {
        var random = SeededNumbers(seed: seed)
        let options = ["--lease", "2"]
        var server = try await place.startServer("sweep.yaml", options: options)
        let workers = try (0..<count).map { _ in
            try place.startWorker(server.endpoint, options: ["--leases", "\(leases)"])
        }
        for _ in 0..<2 {
            try await server.process.says("joined")
            try await Task.sleep(for: .milliseconds(Int(random.fraction() * 200)))
            try #require(server.process.ended == nil, "the sweep ended before the kill; seed \(seed)")
            try await server.process.killNow()
            server = try await place.startServer("sweep.yaml", port: server.port, options: options)
        }
        #expect(try await server.process.end() == .code(0), "seed \(seed)")
        for worker in workers { #expect(try await worker.end() == .code(0), "seed \(seed)") }
    }
}
