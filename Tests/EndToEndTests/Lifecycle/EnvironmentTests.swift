import Testing

/// Every flag has a twin in the environment; the command line wins.
@Suite struct EnvironmentTests {
    @Test func aServerIsSetUpByItsEnvironmentAlone() async throws {
        try await Workplace.with { place in
            let environment = [
                "IGND_SWEEP": try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml"),
                "IGND_RUN": place.file("run"), "IGND_PORT": "0", "IGND_LOCAL_WORKERS": "2", "IGND_QUIET": "1",
                "IGND_LEASE": "5", "IGND_LINGER": "5", "IGND_BIND": "127.0.0.1", "IGND_DURABILITY": "power",
            ]
            let (status, output, _) = try await place.run([Programs.server], environment: environment)
            #expect(status == .code(0))
            #expect(output.isEmpty)
            try place.expectExactCounts(phases: 1, chunks: 4)
        }
    }

    @Test func aWorkerIsSetUpByItsEnvironmentAlone() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let environment = ["IGND_CONNECT": server.endpoint, "IGND_NAME": "from-environment"]
            #expect(try await place.run([Programs.worker], environment: environment).status == .code(0))
            #expect(try await server.process.end() == .code(0))
            #expect(server.process.errors.contains("worker from-environment joined"))
        }
    }

    @Test func theCommandLineWins() async throws {
        try await Workplace.with { place in
            let sweep = try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let serve = try await place.run(
                [Programs.server, "--port", "0", "--sweep=\(sweep)", "--local-workers", "1"],
                environment: [
                    "IGND_PORT": "not a port", "IGND_SWEEP": "/nowhere", "IGND_RUN": place.file("run"),
                ])
            #expect(serve.status == .code(0))
            let serial = try await place.run(
                [Programs.worker, "--serial", sweep], environment: ["IGND_CONNECT": "tcp://localhost:1"])
            #expect(serial.status == .code(0))
        }
    }

    @Test func aWrongValueIsRefused() async throws {
        try await Workplace.with { place in
            let (status, _, errors) = try await place.run(
                [Programs.server, "--sweep", "x"], environment: ["IGND_PORT": "many"])
            #expect(status == .code(64))
            #expect(errors.contains("The value 'many' is invalid for '--port <port>'"))
        }
    }
}
