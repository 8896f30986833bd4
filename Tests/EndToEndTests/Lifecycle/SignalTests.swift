import Glibc
import Protocol
import Testing

/// Signals to real processes: the first asks, the second ends at once; a process that is stopped loses its work, and
/// nothing is counted twice when it goes on.
@Suite struct SignalTests {
    @Test(arguments: [SIGTERM, SIGINT, SIGUSR1, SIGUSR2])
    func anySignalDrainsAServerWithItsLocalWorkers(signal: Int32) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "2"])
            try await server.process.says("worker local-2 joined")
            let children = try place.children(of: server.process)
            server.process.send(signal)
            #expect(try await server.process.end() == .code(75))
            #expect(!server.process.errors.contains("fell silent"), "its workers hand their work back")
            try await waiting(for: "the local workers to end") {
                children.contains(where: Workplace.isRunning) ? nil : ()
            }
        }
    }

    /// A peer holds a chunk, and the server waits for it: not after the second signal.
    @Test func theSecondSignalEndsAServerAtOnce() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            server.process.send(SIGTERM)
            try await server.process.says("stopping: ")
            #expect(server.process.ended == nil)
            server.process.send(SIGTERM)
            #expect(try await server.process.end(within: 5) == .code(75))
        }
    }

    /// Its local workers are in the middle of long chunks.
    @Test func theSecondSignalEndsAServerWithLocalWorkersAtOnce() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 2, pause: 30_000), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "2"])
            try await waiting(for: "the initial parameters") {
                (try? place.events(of: "run"))?.isEmpty == false ? () : nil
            }
            server.process.send(SIGTERM)
            try await server.process.says("stopping: ")
            #expect(server.process.ended == nil)
            server.process.send(SIGTERM)
            #expect(try await server.process.end(within: 3) == .code(75))
        }
    }

    /// Nobody brings the chunk: the drain has an end of its own.
    @Test func aDrainedServerDoesNotWaitForEverForAChunk() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "60"])
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            server.process.send(SIGTERM)
            #expect(try await server.process.end(within: 20) == .code(75))
        }
    }

    /// In the middle of a long chunk; its lease is free at once.
    @Test func theSecondSignalEndsAWorkerAtOnce() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 1, pause: 20_000), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "60"])
            let worker = try place.startWorker(server.endpoint, options: ["--name", "slow"])
            try await waiting(for: "the initial parameters") {
                (try? place.events(of: "run"))?.isEmpty == false ? () : nil
            }
            worker.send(SIGINT)
            try await worker.says("finishing the chunk, then leaving")
            worker.send(SIGINT)
            #expect(try await worker.end(within: 5) == .code(75))
            try await server.process.says("worker slow left", within: 5)
        }
    }

    /// A trial that is cut off is run again, so one signal is enough, also within a chunk and a milestone.
    @Test(arguments: ["pause_milliseconds: 20000", "milestone_pause_milliseconds: 20000"])
    func aSerialRunStopsWithinAChunkAndAMilestone(pause: String) async throws {
        try await Workplace.with { place in
            try place.write("task: {kind: counter, phases: 1, chunks: 1, \(pause)}\n", to: "sweep.yaml")
            let serial = try place.start(
                [Programs.worker, "--serial", place.file("sweep.yaml"), "--run", place.file("run")])
            try await waiting(for: "the run directory") { place.exists("run/resolved.json") ? () : nil }
            serial.send(SIGUSR2)
            #expect(try await serial.end(within: 5) == .code(75))
            #expect(try place.events(of: "run").isEmpty)
        }
    }

    /// Its lease goes to another; what it brings late is refused as superseded, and it goes on with other work.
    @Test func aWorkerThatWasStoppedBeyondItsLeaseDoublesNothing() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 12, pause: 150), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            let stopped = try place.startWorker(server.endpoint, options: ["--name", "stopped"])
            let other = try place.startWorker(server.endpoint, options: ["--name", "other"])
            try await server.process.says("worker stopped joined")
            try await server.process.says("worker other joined")
            try await Task.sleep(for: .milliseconds(300))
            stopped.send(SIGSTOP)
            try await server.process.says("worker stopped fell silent: its work is free again")
            stopped.send(SIGCONT)
            #expect(try await other.end() == .code(0))
            #expect(try await stopped.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 3, chunks: 12)
        }
    }

    /// The same by hand, so that the late push surely meets one that was first.
    @Test func theLatePushOfAStoppedWorkerIsSuperseded() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 2, pause: 0), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            let stopped = try WirePeer(server.endpoint, session: 1)
            _ = try await stopped.joinAndInitialise()
            try await server.process.says("worker peer fell silent: its work is free again")
            let update = CounterUpdate.make(row: 0, value: 1)
            let other = try WirePeer(server.endpoint, session: 2)
            _ = try await other.ask(.hello(WirePeer.hello))
            guard case .assignment(let work) = try await other.ask(.ready(nil)),
                case .commit = try await other.push(update, number: 1)
            else { throw Unexpected("the free chunk is not done by the other") }
            #expect(work.leases == [.chunk(phase: 1, chunk: 0)])
            _ = try await stopped.ask(.hello(WirePeer.hello))
            let answer = try await stopped.push(update, number: 2)
            guard case .refusal(let refusal) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(refusal.code == .superseded)
            try await stopped.leave()
            try await other.leave()
            #expect(try await place.startWorker(server.endpoint).end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 1, chunks: 2)
        }
    }

    /// Longer than the lease: when it goes on it hears its workers before it takes them for silent, or they join again;
    /// nothing is lost or doubled either way.
    @Test func aServerThatWasStoppedGoesOnExactly() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 20, pause: 50), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "1"])
            let workers = try place.startWorkers(2, server.endpoint)
            try await waiting(for: "the first milestone") {
                (try? place.events(of: "run"))?.isEmpty == false ? () : nil
            }
            server.process.send(SIGSTOP)
            try await Task.sleep(for: .milliseconds(2_500))
            server.process.send(SIGCONT)
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 3, chunks: 20)
        }
    }

    @Test func aServerWithoutWorkersGivesUp() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--idle-timeout", "3"])
            #expect(try await server.process.end(within: 30) == .code(75))
            #expect(server.process.errors.contains("no worker has come for too long"))
        }
    }
}
