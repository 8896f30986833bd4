import Testing

/// Workers that die again and again while a sweep runs.
@Suite struct WorkerCrashTests {
    @Test(arguments: [UInt64(1)])
    func aSweepCompletesExactlyWhileWorkersDie(seed: UInt64) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 100, pause: 15), to: "sweep.yaml")
            // Longer than a waiting worker's sign of life: one that is forgotten is not told of the end.
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "3"])
            var random = SeededNumbers(seed: seed)
            var workers = try place.startWorkers(3, server.endpoint)
            for kill in 0..<8 {
                try await Task.sleep(for: .milliseconds(Int(random.fraction() * 120)))
                try #require(server.process.ended == nil, "the sweep ended before kill \(kill); seed \(seed)")
                try await workers[kill % 3].killNow()
                workers[kill % 3] = try place.startWorker(
                    server.endpoint, options: ["--name", "heir-\(kill)"])
                try await server.process.says("worker heir-\(kill) joined")
            }
            #expect(try await server.process.end(within: 30) == .code(0))
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            try place.expectExactCounts(phases: 4, chunks: 100)
        }
    }

    /// The next one goes on where the last acknowledged push ends, with the serial run's bits.
    @Test(arguments: [2, 4]) func aChainGoesOnWhereItsWorkerDied(leases: Int) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            let sweep = SweepText.supervised(
                optimizers: "[ignd]", chunk: "{kind: mean, samples: 1}", epochs: 150)
            try place.write(sweep, to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            let options = ["--leases", "\(leases)"]
            var worker = try place.startWorker(server.endpoint, options: options)
            for _ in 0..<3 {
                try await server.process.says("joined")
                try await Task.sleep(for: .milliseconds(100))
                try #require(server.process.ended == nil, "the sweep ended before the kill")
                try await worker.killNow()
                worker = try place.startWorker(server.endpoint, options: options)
            }
            #expect(try await worker.end(within: 180) == .code(0))
            #expect(try await server.process.end() == .code(0))
            #expect(try await place.hashes(of: "run") == serial)
        }
    }

    @Test func aLocalWorkerThatDiesIsStartedAgain() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 100), to: "sweep.yaml")
            let server = try await place.startServer(
                "sweep.yaml", options: ["--local-workers", "1", "--lease", "0.3"])
            try await server.process.says("worker local-1 joined")
            let local = try #require(try place.children(of: server.process).first)
            place.killChild(local)
            try await server.process.says("local worker 1 ended: signal 9")
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 4, chunks: 100)
        }
    }
}
