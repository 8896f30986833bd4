import Testing

/// A number that the program chose is as good as one in the file: the run keeps it, and others can take it over.
@Suite struct AutomaticChunkEqualityTests {
    @Test func aRunWithAutomaticChunksEqualsTheSerialRunThatTakesThemOver() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(SweepText.supervised(chunk: "{kind: mean, samples: auto}"), to: "sweep.yaml")
            // Far workers make large chunks.
            let far = ["--local-workers", "1", "--round-trip", "50"]
            let server = try await place.startServer("sweep.yaml", options: far)
            #expect(try await server.process.end() == .code(0))
            #expect(server.process.errors.contains("chunks of 9 samples (auto)"))  // 192 rows in at least 20
            let again = try await place.startServer("sweep.yaml", options: ["--round-trip", "0"])
            #expect(try await again.process.end() == .code(0))
            let (status, _, _) = try await place.run(
                [
                    Programs.worker, "--serial", place.file("sweep.yaml"), "--run", place.file("serial"),
                    "--like",
                    place.file("run"),
                ])
            #expect(status == .code(0))
            #expect(try await place.hashes(of: "run") == (try await place.hashes(of: "serial")))
        }
    }

    @Test func aPlanIsAForecastAndTrainsNothing() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(SweepText.supervised(chunk: "{kind: local, samples: auto}"), to: "sweep.yaml")
            let (status, output, errors) = try await place.run(
                [Programs.server, "plan", place.file("sweep.yaml"), "--round-trip", "50"])
            #expect(status == .code(0) && errors.isEmpty)
            #expect(output.contains("local, 48 samples (auto): 4 a phase"))
            #expect(output.contains("one core is faster for this model"))
            #expect(output.split(separator: "\n").count == 1 + 4 * 7)
            #expect(!place.exists("runs") && !place.exists("run"))
        }
    }
}
