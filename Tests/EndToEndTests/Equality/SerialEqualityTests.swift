import Testing

/// One worker gives exactly the bits of the serial run.
@Suite struct SerialEqualityTests {
    @Test func oneWorkerEqualsTheSerialRun_lqr() async throws {
        try await oneWorkerEqualsTheSerialRun(SweepText.lqr(), trials: 4)
    }

    @Test func oneWorkerEqualsTheSerialRun_frozenLake() async throws {
        try await oneWorkerEqualsTheSerialRun(SweepText.frozenLake, trials: 4)
    }

    @Test(arguments: ["{kind: local, samples: 50}", "{kind: mean, samples: 8}"], [1, 2, 4, 16])
    func oneWorkerEqualsTheSerialRun_supervised(chunk: String, leases: Int) async throws {
        try await oneWorkerEqualsTheSerialRun(SweepText.supervised(chunk: chunk), trials: 4, leases: leases)
    }

    /// Networks so large that the server answers first and applies then, several trials at a time.
    @Test(arguments: [1, 3], ["{kind: local, samples: 50}", "{kind: mean, samples: 8}"])
    func oneWorkerATrialEqualsTheSerialRun(threads: Int, chunk: String) async throws {
        let sweep = SweepText.supervised(
            chunk: chunk, layers: "[{dense: 128}, relu, {dense: 128}, relu, {dense: 1}]")
        try await oneWorkerEqualsTheSerialRun(
            sweep, trials: 4, workers: 0, serverOptions: ["--threads", "\(threads)", "--local-workers", "4"])
    }

    @Test(arguments: NetworkExample.allCases, ["{kind: local, samples: 8}", "{kind: mean, samples: 4}"])
    func oneWorkerEqualsTheSerialRun_network(_ example: NetworkExample, chunk: String) async throws {
        try await oneWorkerEqualsTheSerialRun(
            example.sweep(optimizers: "[sgd, adam, ignd, adam-ignd]", chunk: chunk), trials: 4
        ) { try await example.prepare(in: $0) }
    }

    private func oneWorkerEqualsTheSerialRun(
        _ sweep: String, trials: Int, leases: Int = 2, workers: Int = 1, serverOptions: [String] = [],
        prepare: (Workplace) async throws -> Void = { try $0.write(SweepText.csv(), to: "data.csv") }
    ) async throws {
        try await Workplace.with { place in
            try await prepare(place)
            try place.write(sweep, to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: serverOptions)
            let all = try (0..<workers).map { _ in
                try place.startWorker(server.endpoint, options: ["--leases", "\(leases)"])
            }
            for worker in all { #expect(try await worker.end() == .code(0)) }
            #expect(try await server.process.end() == .code(0))
            let hashes = try await place.hashes(of: "run")
            #expect(hashes.count == trials)
            #expect(Set(hashes).count == trials, "different trials end differently")
            #expect(hashes == (try await place.serialHashes("sweep.yaml")))
        }
    }
}
