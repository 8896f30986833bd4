import Foundation
import Testing

/// `verify` says what it has verified, and what it could not.
@Suite struct VerifyTests {
    private func verify(_ place: Workplace) async throws -> (
        status: ExitStatus, output: String, errors: String
    ) { try await place.run([Programs.server, "verify", place.file("run")]) }

    @Test func aWholeJournalVerifiesEverything() async throws {
        try await Workplace.with { place in
            try await place.serve(
                SweepText.counter(phases: 2, chunks: 10, pause: 0), options: ["--local-workers", "2"])
            let (status, _, errors) = try await verify(place)
            #expect(status == .code(0))
            #expect(errors == "verified: 23 records, 3 phase ends, 1 trial ends\n")
        }
    }

    @Test func aJournalThatWasDeletedVerifiesNothing() async throws {
        try await Workplace.with { place in
            try await place.serve(
                SweepText.counter(phases: 2, chunks: 10, pause: 0), options: ["--local-workers", "2"])
            let hash = try await place.hashes(of: "run")
            try FileManager.default.removeItem(atPath: place.file("run/journal/000001.journal"))
            let (status, output, errors) = try await verify(place)
            #expect(status == .code(3))
            #expect(hash == [String(output.prefix(64))])
            #expect(
                errors.hasPrefix("trial 0: not verified: the journal does not tell of its end any more\n"))

            // Nor does a server take the directory for a fresh one: the snapshot tells how far it was.
            let again = [
                Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"), "--port",
                "0",
            ]
            let refused = try await place.run(again)
            #expect(refused.status == .code(65))
            #expect(refused.errors.contains("/journal lacks what followed record 23"))
            let repaired = try await place.run(again + ["--repair"])
            #expect(repaired.status == .code(0))
            #expect(repaired.errors.contains("goes on from the snapshot at record 23"))
        }
    }

    /// Four trials one after another: the early ones are out of reach, the last one is not.
    @Test func aBoundedJournalVerifiesWhatItTellsOf() async throws {
        try await Workplace.with { place in
            try await place.serve(
                SweepText.lqr(),
                options: [
                    "--local-workers", "1", "--snapshot-every", "0.001", "--keep-journal", "bounded",
                ])
            let (status, output, errors) = try await verify(place)
            #expect(status == .code(3))
            #expect(output.split(separator: "\n").count == 4)
            #expect(errors.contains("trial 0: not verified: the journal does not tell of its end any more"))
            #expect(errors.contains("trial 3: verified from version "))
        }
    }

    @Test func aBoundedRunIsKilledAndGoesOn() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 100, pause: 10), to: "sweep.yaml")
            let options = ["--lease", "2", "--snapshot-every", "0.002", "--keep-journal", "bounded"]
            var server = try await place.startServer("sweep.yaml", options: options)
            let workers = try place.startWorkers(3, server.endpoint)
            for _ in 0..<3 {
                try await server.process.says("joined")
                try await Task.sleep(for: .milliseconds(150))
                try #require(server.process.ended == nil, "the sweep ended before the kill")
                try await server.process.killNow()
                server = try await place.startServer("sweep.yaml", port: server.port, options: options)
            }
            #expect(try await server.process.end() == .code(0))
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            try place.expectExactCounts(phases: 4, chunks: 100)
            #expect(!place.exists("run/journal/000001.journal"))
        }
    }

    /// Damage in the middle: refused, until someone asks to go on without what lies behind it.
    @Test func aDamagedJournalIsRepairedOnRequestOnly() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 20, pause: 0), to: "sweep.yaml")
            var server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            _ = try await peer.push(CounterUpdate.make(row: 0, value: 1), number: 2)
            try await server.process.killNow()
            try place.flipByte(of: "run/journal/000001.journal", at: 60)

            let command = [
                Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"), "--port",
                "0",
            ]
            let refused = try await place.run(command)
            #expect(refused.status == .code(65))
            #expect(
                refused.errors.contains(
                    "000001.journal is damaged at offset 16, with whole records behind it"))
            #expect(refused.errors.contains("--repair"))
            server = try await place.startServer("sweep.yaml", options: ["--repair", "--lease", "2"])
            try await server.process.says(
                "records 1 to 2 are lost with their results (2 records, 1 of them still whole)")
            #expect(place.exists("run/journal/000001.journal.damaged-16"))
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 20)
            #expect(try await place.hashes(of: "run").count == 1)
        }
    }

    @Test func lostEventsAreMadeUpWhenTheServerGoesOn() async throws {
        try await Workplace.with { place in
            let options = ["--local-workers", "1", "--snapshot-every", "0.001"]
            try await place.serve(SweepText.counter(phases: 2, chunks: 20, pause: 0), options: options)
            let events = try place.bytes("run/events.jsonl")
            try place.write("", to: "run/events.jsonl")
            try await place.serve(SweepText.counter(phases: 2, chunks: 20, pause: 0), options: options)
            try place.expectExactCounts(phases: 2, chunks: 20)
            // All but the worker's name, which the journal does not know.
            #expect(try place.bytes("run/events.jsonl").count { $0 == 10 } == events.count { $0 == 10 })
        }
    }
}
