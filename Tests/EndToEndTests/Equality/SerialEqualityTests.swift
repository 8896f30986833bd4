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

    @Test(arguments: NetworkExample.allCases, ["{kind: local, samples: 8}", "{kind: mean, samples: 4}"])
    func oneWorkerEqualsTheSerialRun_network(_ example: NetworkExample, chunk: String) async throws {
        try await oneWorkerEqualsTheSerialRun(
            example.sweep(optimizers: "[sgd, adam, ignd, adam-ignd]", chunk: chunk), trials: 4
        ) { try await example.prepare(in: $0) }
    }

    private func oneWorkerEqualsTheSerialRun(
        _ sweep: String, trials: Int, leases: Int = 2,
        prepare: (Workplace) async throws -> Void = { try $0.write(SweepText.csv(), to: "data.csv") }
    ) async throws {
        try await Workplace.with { place in
            try await prepare(place)
            try place.write(sweep, to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let worker = try place.startWorker(server.endpoint, options: ["--leases", "\(leases)"])
            #expect(try await worker.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            let hashes = try await place.hashes(of: "run")
            #expect(hashes.count == trials)
            #expect(Set(hashes).count == trials, "different trials end differently")
            #expect(hashes == (try await place.serialHashes("sweep.yaml")))
        }
    }
}
