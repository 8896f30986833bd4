import Experiment
import Foundation
import Testing

/// A disk that takes nothing: the server says so and waits, and when there is room the run ends as if nothing had been.
@Suite struct FullDiskTests {
    /// A limit on the size of files stands for the disk: reached in mid-run, and raised later.
    @Test(arguments: ["process", "power", "none"])
    func aRunGoesOnWhenThereIsRoom(durability: String) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 100, pause: 0), to: "sweep.yaml")
            let server = try await limited(place, options: ["--durability", durability])
            let names = ["one", "two"]
            let workers = try names.map { try place.startWorker(server.endpoint, options: ["--name", $0]) }
            let said =
                "000001.journal: File too large; nothing is taken in or acknowledged until there is room"
            try await server.process.says(said)
            try await server.process.says("waiting for room since")
            // One does it all if the other starts late, and the server waits for nobody who has never come.
            for name in names { try await server.process.says("worker \(name) joined") }
            #expect(place.events(of: "run", before: 3))
            #expect(try await place.run(lift(server)).status == .code(0))
            try await server.process.says("the disk takes writes again")
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            #expect(try await server.process.end() == .code(0))
            try place.expectExactCounts(phases: 3, chunks: 100)
            #expect(try await place.hashes(of: "run").count == 1)
            #expect(
                server.process.errors.components(separatedBy: "File too large").count <= 6,
                "at doubling intervals")
        }
    }

    /// What waits was acknowledged to nobody, so the server may die: its heir hears of it again.
    @Test func aServerThatIsKilledOnAFullDiskLosesNothing() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 100, pause: 0), to: "sweep.yaml")
            let server = try await limited(place, options: [])
            let workers = try place.startWorkers(2, server.endpoint)
            try await server.process.says("File too large")
            try await server.process.killNow()
            let heir = try await place.startServer(
                "sweep.yaml", port: server.port, options: ["--lease", "3"])
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            #expect(try await heir.process.end() == .code(0))
            try place.expectExactCounts(phases: 3, chunks: 100)
        }
    }

    @Test func aServerOnAFullDiskCanBeStopped() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 100, pause: 0), to: "sweep.yaml")
            let server = try await limited(place, options: [])
            let workers = try place.startWorkers(1, server.endpoint)
            try await server.process.says("File too large")
            server.process.send(SIGTERM)
            try await server.process.says("stopping:")
            server.process.send(SIGTERM)
            #expect(try await server.process.end(within: 20) == .code(75))
            for worker in workers { worker.send(SIGKILL) }
        }
    }

    /// The same on a file system that is really full; only for those who may mount one.
    @Test(.enabled(if: FullDiskTests.canMount)) func aFileSystemThatIsFull() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 100, pause: 5), to: "sweep.yaml")
            try FileManager.default.createDirectory(
                atPath: place.file("run"), withIntermediateDirectories: false)
            // Mounted in a namespace of the server's own: gone with it.
            let run = place.file("run")
            let said = place.file("said")
            let script = """
                mount -t tmpfs -o size=256k none '\(run)'
                '\(Programs.server)' --sweep '\(place.file("sweep.yaml"))' --run '\(run)' --port 0 2>'\(said)' &
                server=$!
                for i in $(seq 600); do test -s '\(run)/connection.json' && break; sleep 0.05; done
                endpoint=$(sed 's/.*"endpoint":"\\([^"]*\\)".*/\\1/' '\(run)/connection.json')
                head -c 300000 /dev/zero >'\(run)/ballast' 2>/dev/null
                '\(Programs.worker)' --connect "$endpoint" &
                for i in $(seq 600); do grep -q acknowledged '\(said)' && break; sleep 0.05; done
                rm '\(run)/ballast'
                wait $server; code=$?
                cp '\(run)/events.jsonl' '\(place.path)'
                cat '\(said)' >&2
                exit $code
                """
            let ended = try await place.run(["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
            #expect(ended.status == .code(0), "\(ended.errors)")
            #expect(ended.errors.contains("No space left on device"))
            #expect(ended.errors.contains("the disk takes writes again"))
            try FileManager.default.copyItem(
                atPath: place.file("events.jsonl"), toPath: place.file("run/events.jsonl"))
            try place.expectExactCounts(phases: 3, chunks: 100)
        }
    }

    /// Wherever the room ends while a run begins: one line, and the code of what cannot be written.
    @Test(.enabled(if: FullDiskTests.canMount), arguments: [0, 4, 8, 12, 16])
    func aDiskThatIsFullAtTheStart(roomKilobytes: Int) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 1, chunks: 4, pause: 0), to: "sweep.yaml")
            try FileManager.default.createDirectory(
                atPath: place.file("disk"), withIntermediateDirectories: false)
            let disk = place.file("disk")
            let script = """
                mount -t tmpfs -o size=64k none '\(disk)'
                head -c $((65536 - \(roomKilobytes) * 1024)) /dev/zero >'\(disk)/ballast'
                exec timeout 20 '\(Programs.server)' --sweep '\(place.file("sweep.yaml"))' --run '\(disk)/run' --port 0
                """
            let (status, _, errors) = try await place.run(
                ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script])
            #expect(status == .code(74), "\(errors)")
            #expect(errors.hasPrefix("ignd-ps: ") && errors.split(separator: "\n").count == 1, "\(errors)")
            #expect(errors.contains("cannot be") || errors.contains("No space left"), "\(errors)")
        }
    }

    /// Whoever may only read a run can ask about it; to serve it is refused with the reason.
    @Test(.enabled(if: FullDiskTests.canMount)) func aReadOnlyFileSystem() async throws {
        try await Workplace.with { place in
            try await place.serve(
                SweepText.counter(phases: 1, chunks: 4, pause: 0), options: ["--local-workers", "1"])
            let run = place.file("run")
            let mount =
                "mount --bind '\(run)' '\(run)' && mount -o remount,bind,ro '\(run)' && '\(Programs.server)'"
            for (arguments, code) in [
                ("verify '\(run)'", 0), ("results '\(run)'", 0),
                ("replay '\(run)' -o '\(place.file("out"))'", 0),
                ("--sweep '\(place.file("sweep.yaml"))' --run '\(run)' --port 0", 74),
            ] {
                let (status, _, errors) = try await place.run(
                    ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "\(mount) \(arguments)"])
                #expect(status == .code(Int32(code)), "\(arguments): \(errors)")
                if code != 0 { #expect(errors.contains("Read-only file system")) }
            }
        }
    }

    private static let canMount: Bool = {
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        probe.arguments = ["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
        probe.standardError = FileHandle.nullDevice
        guard getuid() == 0, (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    /// A server whose files may not grow beyond 16 KiB.
    private func limited(_ place: Workplace, options: [String]) async throws -> RunningServer {
        let server = try await place.startServer("sweep.yaml", options: ["--lease", "3"] + options)
        let command = ["/usr/bin/prlimit", "--pid", "\(server.process.process)", "--fsize=16384:unlimited"]
        #expect(try await place.run(command).status == .code(0))
        return server
    }

    private func lift(_ server: RunningServer) -> [String] {
        ["/usr/bin/prlimit", "--pid", "\(server.process.process)", "--fsize=unlimited"]
    }
}

extension Workplace {
    /// No milestone from `phase` on is told of.
    fileprivate func events(of run: String, before phase: Int) -> Bool {
        (try? events(of: run))?.allSatisfy { $0.phase < phase } == true
    }
}
