import Testing

/// Work that takes longer than the lease: its worker gives signs of life in between, so nobody else gets it.
@Suite struct LongWorkTests {
    @Test(arguments: ["pause_milliseconds: 9000", "milestone_pause_milliseconds: 9000"])
    func itIsLeasedOnce(pause: String) async throws {
        try await Workplace.with { place in
            try place.write(
                "task: {kind: counter, phases: 1, chunks: 1, \(pause)}\nmode: {async: {workers: 2}}\n",
                to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "4"])
            let workers = try place.startWorkers(2, server.endpoint)
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            #expect(try await server.process.end() == .code(0))
            #expect(!server.process.errors.contains("fell silent"), "\(server.process.errors)")
            #expect(workers.allSatisfy { !$0.errors.contains("refused") })
            try place.expectExactCounts(phases: 1, chunks: 1)
        }
    }
}
