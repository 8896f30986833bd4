import Glibc
import Testing

/// SIGTERM: finish the chunk, hand the lease back, stop with the exit code that says "start me again".
@Suite struct DrainTests {
    @Test(arguments: [SIGTERM, SIGINT, SIGUSR1])
    func aDrainedWorkerLeavesItsWorkToAnother(signal: Int32) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 50), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "50"])
            let first = try place.startWorker(server.endpoint, options: ["--name", "first"])
            try await server.process.says("worker first joined")
            first.send(signal)
            #expect(try await first.end() == .code(75))
            try await server.process.says("worker first left")
            #expect(server.process.ended == nil)
            let second = try place.startWorker(server.endpoint)
            #expect(try await second.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 50)
        }
    }

    @Test func aDrainedServerIsContinuedToTheSameBits() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.lqr(updates: 400_000, samples: 20_000), to: "sweep.yaml")
            let serial = try await place.serialHashes("sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let worker = try place.startWorker(server.endpoint)
            try await server.process.says("joined")
            try await Task.sleep(for: .milliseconds(200))
            server.process.send(SIGTERM)
            #expect(try await server.process.end() == .code(75))
            #expect(worker.ended == nil, "the worker waits for the server that takes over")
            let heir = try await place.startServer("sweep.yaml", port: server.port)
            try await heir.process.says("continued: ")
            #expect(try await heir.process.end() == .code(0))
            #expect(try await worker.end() == .code(0))
            #expect(try await place.hashes(of: "run") == serial)
        }
    }

    @Test func aDrainedServerTakesItsLocalWorkersAlong() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "2"])
            try await server.process.says("worker local-2 joined")
            let children = try place.children(of: server.process)
            #expect(children.count == 2)
            server.process.send(SIGTERM)
            #expect(try await server.process.end() == .code(75))
            try await waiting(for: "the local workers to end") {
                children.contains(where: Workplace.isRunning) ? nil : ()
            }
        }
    }

    @Test func localWorkersDoNotOutliveAKilledServer() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "2"])
            try await server.process.says("worker local-2 joined")
            let children = try place.children(of: server.process)
            try await server.process.killNow()
            try await waiting(for: "the local workers to end") {
                children.contains(where: Workplace.isRunning) ? nil : ()
            }
        }
    }

    /// Nobody takes its push any more: a worker that is asked to stop does not wait for the lost-timeout.
    @Test func aWorkerIsDrainedWithoutAServer() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let worker = try place.startWorker(server.endpoint)
            try await server.process.says("joined")
            try await server.process.killNow()
            worker.send(SIGTERM)
            #expect(try await worker.end(within: 20) == .code(75))
        }
    }

    @Test func aDrainedSerialRunIsContinuedToTheSameBits() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.lqr(updates: 2_000_000, samples: 20_000), to: "sweep.yaml")
            let command = [
                Programs.worker, "--serial", place.file("sweep.yaml"), "--run", place.file("serial"),
            ]
            let first = try place.start(command)
            try await waiting(for: "the first trial's end") {
                (try? place.events(of: "serial"))?.isEmpty == false ? () : nil
            }
            first.send(SIGTERM)
            #expect(try await first.end(within: 5) == .code(75))
            #expect(try await place.run(command).status == .code(0))
            #expect(try await place.hashes(of: "serial") == (try await place.serialHashes("sweep.yaml")))
        }
    }
}
