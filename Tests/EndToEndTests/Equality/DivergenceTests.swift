import Experiment
import Testing

/// Training whose loss runs away, though it stays finite: it ends as diverged, at the same place whoever does it.
@Suite struct DivergenceTests {
    private func sweep(_ divergence: String) -> String {
        """
        name: runaway
        task:
          kind: supervised
          data: {csv: data.csv, target: price}
          epochs: 30
        chunk: {kind: mean, samples: 200}
        optimizer: sgd
        learning_rate: 2.5
        precision: float64
        \(divergence)

        """
    }

    @Test func aLossThatRunsAwayEndsTheTrial() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(sweep(""), to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            let events = try place.events(of: "run")
            let losses = events.filter { $0.kind == .milestone }.compactMap {
                $0.value(of: "validation_loss")
            }
            #expect(events.last?.outcome == .diverged)
            #expect(losses.count < 31 && losses.allSatisfy(\.isFinite))
            #expect(losses.suffix(2).allSatisfy { $0 > 10 * losses[0] })
            #expect(losses.dropLast(2).allSatisfy { $0 <= 10 * losses[0] })
            #expect(try await place.hashes(of: "run") == serial, "and its replay agrees")
        }
    }

    @Test func withoutTheRuleItGoesOn() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(sweep("divergence: none"), to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "run")
            #expect(try place.events(of: "run").count { $0.kind == .milestone } > 12)
        }
    }
}
