import Core
import Foundation
import Protocol
import Testing

/// Servers with keys: who is in the allow-list takes part, and nobody else gets anything.
@Suite struct KeysTests {
    @Test func theRightKeyGivesTheSerialBits() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.lqr(), to: "sweep.yaml")
            try await place.keys("new")
            try await place.keys("new", "gpu-a")
            let server = try await place.startLockedServer("sweep.yaml")
            #expect(try await place.startWorker(server.address, key: "keys/gpu-a.key").end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            #expect(try await place.hashes(of: "run") == place.serialHashes("sweep.yaml"))
        }
    }

    @Test func localWorkersAndConnectionFilesNeedNoAddress() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 50), to: "sweep.yaml")
            try await place.keys("new")
            try await place.keys("new", "a")
            let server = try await place.startLockedServer("sweep.yaml", options: ["--local-workers", "2"])
            let worker = [Programs.worker, "--connection", place.file("run/connection.json")]
            let other = try place.start(worker, environment: ["IGND_KEY": place.file("keys/a.key")])
            #expect(try await server.process.end() == .code(0))
            #expect(try await other.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 50)
            #expect(!place.exists("run/local-workers.key"))
        }
    }

    @Test func strangersGetNothingAndTheLogNamesThem() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startLockedServer("sweep.yaml")
            try await place.keys("new", in: "elsewhere")
            let stranger = try await place.keys("new", "stranger", in: "elsewhere")

            let unknown = try place.startWorker(server.address, key: "elsewhere/stranger.key")
            #expect(try await unknown.end() == .code(77))
            // On a busy machine a line that tells of the waiting may stand before it.
            #expect(
                unknown.errors.hasSuffix(
                    "ignd-worker: not authorised: the server does not let in the key \(stranger); on its side, "
                        + "`ignd-ps keys add NAME KEY` does\n"))
            try await server.process.says(
                "refused key \(stranger), which is not in allowed-keys: 127.0.0.1\n")

            let plain = try place.startWorker(server.endpoint)
            #expect(try await plain.end() == .code(77))
            #expect(
                plain.errors.contains("\(server.endpoint) takes known keys only; give its own with --connect")
            )
            try await server.process.says("refused a peer without a key (plain ZeroMQ or another protocol): ")
            // One who hung up is found in the system's table of closed connections, with whom else left then, unless it left no trace.
            #expect(
                server.process.errors.contains("protocol): 127.0.0.1\n")
                    || server.process.errors.contains("protocol): probably 127.0.0.1")
                    || server.process.errors.contains("protocol): address unknown\n"))

            #expect(!server.process.errors.contains("joined"))
            try await place.keys("add", "stranger", stranger)
            let known = try place.startWorker(server.address, key: "elsewhere/stranger.key")
            #expect(try await known.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 1, chunks: 4)
        }
    }

    @Test func aRevokedWorkerIsCutOff() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 4, chunks: 100, pause: 10), to: "sweep.yaml")
            try await place.keys("new")
            let key = try await place.keys("new", "thief")
            try await place.keys("new", "honest")
            let server = try await place.startLockedServer("sweep.yaml", options: ["--lease", "1"])
            // A copy: revoking removes the key that lies beside the list.
            try FileManager.default.copyItem(
                atPath: place.file("keys/thief.key"), toPath: place.file("thief.key"))
            let thief = try place.startWorker(
                server.address, options: ["--key", place.file("thief.key"), "--name", "t"])
            try await server.process.says("worker t joined")
            try await place.keys("revoke", "thief")
            #expect(try await thief.end() == .code(77))
            try await server.process.says("key of thief revoked: \(key)")
            try await server.process.says("refused thief, whose key \(key) is revoked: 127.0.0.1")
            #expect(
                server.process.errors.contains(
                    "refused a message by thief, whose key \(key) is revoked: 127.0.0.1"))
            let again = try place.startWorker(server.address, key: "thief.key")
            #expect(try await again.end() == .code(77))
            #expect(try await place.startWorker(server.address, key: "keys/honest.key").end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 4, chunks: 100)
        }
    }

    @Test func aWorkerWithAKeyDoesNotSpeakToAServerWithout() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let other = try await place.keys("new")
            try await place.keys("new", "a")
            let worker = try place.startWorker("curve://\(other)@127.0.0.1:\(server.port)", key: "keys/a.key")
            #expect(try await worker.end() == .code(77))
            #expect(worker.errors.contains("has no keys: it is not the one that was meant"))
        }
    }

    @Test func anotherServersKeyIsWaitedForAndSaid() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4), to: "sweep.yaml")
            let server = try await place.startLockedServer("sweep.yaml")
            try await place.keys("new", "a")
            let other = try await place.keys("new", in: "elsewhere")
            let (status, _, errors) = try await place.run([
                Programs.worker, "--connect", "curve://\(other)@127.0.0.1:\(server.port)",
                "--key", place.file("keys/a.key"), "--connect-timeout", "1",
            ])
            #expect(status == .code(69))
            #expect(errors.contains("or another key than the server's"))
            try await server.process.says("refused a peer that holds another key for this server: ")
        }
    }
}
