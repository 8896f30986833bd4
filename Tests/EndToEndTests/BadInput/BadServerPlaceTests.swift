import Glibc
import Foundation
import Testing

/// A server that cannot listen or cannot write says why, and disturbs nobody.
@Suite struct BadServerPlaceTests {
    private func serve(
        _ place: Workplace, run: String, options: [String] = ["--port", "0"]
    ) async throws -> (status: ExitStatus, output: String, errors: String) {
        try await place.run(
            [Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file(run)] + options)
    }

    @Test func aPortInUse() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let second = try await serve(place, run: "other", options: ["--port", "\(server.port)"])
            #expect(second.status == .code(69))
            #expect(
                second.errors
                    == "ignd-ps: port \(server.port) on 127.0.0.1 is in use; choose another with --port, "
                    + "or 0 for any free one\n")
        }
    }

    @Test func aRunDirectoryInUse() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let second = try await serve(place, run: "run")
            #expect(second.status == .code(78))
            #expect(
                second.errors
                    == "ignd-ps: \(place.file("run")): another process serves this run directory; stop it first\n"
            )
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 1, chunks: 4)
        }
    }

    @Test func aRunDirectoryOfAnotherSweep() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            try await server.process.killNow()
            try place.write(SweepText.counter(phases: 5), to: "sweep.yaml")
            let second = try await serve(place, run: "run")
            #expect(second.status == .code(78))
            #expect(
                second.errors.contains("\(place.file("run")): this run directory belongs to another sweep"))
            #expect(second.errors.contains("name another directory with --run, or remove this one"))
        }
    }

    @Test func aRunDirectoryOfTheOtherKind() async throws {
        try await Workplace.with { place in
            let sweep = try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let serial = [Programs.worker, "--serial", sweep, "--run"]
            #expect(try await place.run(serial + [place.file("serial")]).status == .code(0))
            let served = try await serve(place, run: "serial")
            #expect(served.status == .code(78))
            #expect(served.errors.contains("this run directory holds a serial run; name another directory"))
            try await place.startServer("sweep.yaml").process.killNow()
            let second = try await place.run(serial + [place.file("run")])
            #expect(second.status == .code(78))
            #expect(second.errors.contains("this run directory holds a served run; name another directory"))
        }
    }

    @Test func aDamagedJournal() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            #expect(
                try await serve(place, run: "run", options: ["--port", "0", "--local-workers", "1"]).status
                    == .code(0))
            try place.flipByte(of: "run/journal/000001.journal", at: 60)
            let (status, _, errors) = try await place.run([Programs.server, "verify", place.file("run")])
            #expect(status == .code(65))
            #expect(
                errors.contains(
                    "/journal/000001.journal is damaged at offset 16, with whole records behind it;"))
        }
    }

    @Test func resultsAreReadWhereNothingCanBeWritten() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let options = ["--port", "0", "--local-workers", "1"]
            let served = try await serve(place, run: "run", options: options)
            // A directory with something in it cannot be replaced by the new index, whoever asks.
            try FileManager.default.removeItem(atPath: place.file("run/results.sqlite"))
            try FileManager.default.createDirectory(
                atPath: place.file("run/results.sqlite/below"), withIntermediateDirectories: true)
            let command = [Programs.server, "results", place.file("run")]
            let (status, output, errors) = try await place.run(command)
            #expect(status == .code(0))
            #expect(output == served.output)
            #expect(errors.hasPrefix("results.sqlite is left as it was: cannot replace "))
        }
    }

    @Test func damagedEventsAreBadData() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let options = ["--port", "0", "--local-workers", "1"]
            #expect(try await serve(place, run: "run", options: options).status == .code(0))
            try place.flipByte(of: "run/events.jsonl", at: 0)
            let (status, _, errors) = try await place.run([Programs.server, "results", place.file("run")])
            #expect(status == .code(65))
            #expect(errors.contains("/events.jsonl:1: "))
        }
    }

    @Test func lostEventsAreMadeUpFromTheJournal() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let options = ["--port", "0", "--local-workers", "1"]
            #expect(try await serve(place, run: "run", options: options).status == .code(0))
            let hashes = try await place.hashes(of: "run")
            #expect(hashes.count == 1)
            try place.write("", to: "run/events.jsonl")
            #expect(try await place.hashes(of: "run") == hashes)
        }
    }

    @Test(arguments: ["sweep.yaml", "sweep.yaml/below"])
    func aRunDirectoryThatCannotBeMade(run: String) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let (status, _, errors) = try await serve(place, run: run)
            #expect(status == .code(74))
            #expect(errors.hasPrefix("ignd-ps: \(place.file(run)): cannot be made: "))
            #expect(errors.split(separator: "\n").count == 1)
        }
    }

    @Test(arguments: ["192.0.2.1", "nonsense"])
    func anAddressOfAnotherMachine(address: String) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let (status, _, errors) = try await serve(
                place, run: "run", options: ["--port", "0", "--bind", address, "--insecure"])
            #expect(status == .code(69))
            #expect(errors.contains("ignd-ps: cannot listen on \(address): "))
        }
    }

    /// A full disk or a closed terminal behind the standard streams costs the lines, not the run.
    @Test(arguments: ["2>/dev/full", "2>&-", "2>&- >&-", "2>&1 | true"])
    func standardStreamsThatTakeNothing(redirection: String) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server =
                "'\(Programs.server)' --sweep '\(place.file("sweep.yaml"))' --run '\(place.file("run"))'"
            let options = "--port 0 --local-workers 1"
            _ = try await place.run(["/bin/sh", "-c", "\(server) \(options) \(redirection)"])
            try place.expectExactCounts(phases: 1, chunks: 4)
            #expect(try await place.hashes(of: "run").count == 1)
        }
    }

    @Test func resultsThatCannotBeWritten() async throws {
        try await Workplace.with { place in
            let sweep = try place.write(SweepText.counter(), to: "sweep.yaml")
            let (status, _, errors) = try await place.run(
                ["/bin/sh", "-c", "'\(Programs.server)' check '\(sweep)' >/dev/full"])
            #expect(status == .code(74))
            #expect(errors == "ignd-ps: standard output cannot be written: No space left on device\n")
        }
    }
}
