import Testing

/// How stale commits were, from the journal to the table.
@Suite struct StalenessResultsTests {
    @Test func everyCommitIsCountedAndTheBoundHolds() async throws {
        try await Workplace.with { place in
            try place.write(
                SweepText.counter(
                    phases: 3, chunks: 40, pause: 2, mode: "{async: {workers: 4, max_staleness: 2}}"),
                to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "4"])
            #expect(try await server.process.end() == .code(0))
            let (status, output, errors) = try await place.run(
                [Programs.server, "results", place.file("run"), "--staleness", "--format", "csv"])
            #expect(status == .code(0), "\(errors)")
            let rows = output.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
            let counts = rows.compactMap { Int($0.last ?? "") }
            #expect(counts.count == rows.count && counts.reduce(0, +) == 120)
            #expect(rows.allSatisfy { (Int($0[$0.count - 3]) ?? 99) <= 2 }, "\(output)")
            let table = try await place.run([Programs.server, "results", place.file("run"), "--staleness"])
            #expect(table.output.contains("commits") && table.output.contains("120"))
            let both = try await place.run(
                [Programs.server, "results", place.file("run"), "--staleness", "--curves"])
            #expect(both.status == .code(64))
        }
    }
}
