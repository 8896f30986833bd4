import Glibc
import Testing

/// Both programs as services of systemd, with a socket of the test in its place.
@Suite struct ServiceTests {
    private func environment(_ socket: NotificationSocket) -> [String: String] {
        ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "400000"]
    }

    @Test(arguments: [false, true]) func theServerTellsItsManager(isAbstract: Bool) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(chunks: 500), to: "sweep.yaml")
            let socket = NotificationSocket(isAbstract: isAbstract)
            let server = try place.start(
                [
                    Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"),
                    "--port", "0",
                    "--local-workers", "1",
                ], environment: environment(socket))
            var heard: [String] = []
            try await waiting(for: "signs of life and the status") {
                heard += socket.messages()
                let signs = heard.count { $0 == "WATCHDOG=1" }
                return signs >= 3 && heard.contains { $0.contains("1 workers") } ? () : nil
            }
            #expect(heard.first == "READY=1")
            #expect(heard.count { $0 == "READY=1" } == 1, "its workers do not speak for it")
            #expect(heard.contains("STATUS=serving: 0 of 1 trials done, 1 workers"))
            server.send(SIGTERM)
            #expect(try await server.end() == .code(75))
            #expect(socket.messages().contains("STOPPING=1"))
        }
    }

    @Test func theWorkerTellsItsManager() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 20), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let socket = NotificationSocket(isAbstract: true)
            let worker = try place.start(
                [Programs.worker, "--connect", server.endpoint], environment: environment(socket))
            // Heard as they come: the socket holds but a few.
            var heard: [String] = []
            try await waiting(for: "the worker's goodbye") {
                heard += socket.messages()
                return heard.contains("STOPPING=1") ? () : nil
            }
            #expect(try await worker.end() == .code(0))
            heard += socket.messages()
            #expect(heard.first == "READY=1" && heard.last == "STOPPING=1")
            #expect(heard.contains("WATCHDOG=1"))
            #expect(heard.contains { $0.hasPrefix("STATUS=") })
        }
    }

    @Test func theSerialRunTellsItsManager() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 20, pause: 10), to: "sweep.yaml")
            let socket = NotificationSocket(isAbstract: true)
            let (status, _, _) = try await place.run(
                [Programs.worker, "--serial", place.file("sweep.yaml")], environment: environment(socket))
            #expect(status == .code(0))
            let heard = socket.messages()
            #expect(heard.first == "READY=1" && heard.last == "STOPPING=1")
            #expect(heard.contains("STATUS=trial 1 of 1") && heard.contains("WATCHDOG=1"))
        }
    }
}
