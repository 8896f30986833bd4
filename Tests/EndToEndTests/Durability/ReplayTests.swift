import Core
import Experiment
import Foundation
import Protocol
import Testing

/// The past of a run, out of its journal.
@Suite struct ReplayTests {
    /// Many workers, one at a time applied: the last version is the model that was exported, tensor by tensor.
    @Test func theNewestVersionOfAnAsynchronousRunIsItsModel() async throws {
        try await Workplace.with { place in
            let options = ["--local-workers", "3", "--snapshot-every", "0.01"]
            try await place.serve(SweepText.lqr(mode: "{async: {workers: 3}}"), options: options)
            for trial in 0..<4 {
                let (status, output, errors) = try await place.replay(trial: trial)
                #expect(status == .code(0), "\(errors)")
                #expect(output.prefix(64) == (try await place.hashes(of: "run")[trial]))
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: place.file("run/models"))
            #expect(!names.isEmpty, "plain descent may diverge")
            for name in names {
                let model = try Safetensors(Payload(copying: place.bytes("run/models/" + name)), file: name)
                let trial = try #require(model.metadata["trial"].flatMap { Int($0) })
                _ = try await place.replay(trial: trial)
                let file = try Safetensors(Payload(copying: place.bytes("out")), file: "out")
                #expect(file.tensors.keys == model.tensors.keys)
                for (name, tensor) in model.tensors {
                    #expect(Array(file.tensors[name]!.payload.bytes) == Array(tensor.payload.bytes))
                    #expect(file.tensors[name]!.shape == tensor.shape)
                }
            }
        }
    }

    /// Each chunk adds one to its own element, so a version's sum is its number.
    @Test(arguments: ["all", "bounded"]) func anyVersionThatIsStillThere(keep: String) async throws {
        try await Workplace.with { place in
            let options = [
                "--local-workers", "3", "--snapshot-every", "0.002", "--keep-journal", keep,
            ]
            try await place.serve(SweepText.counter(phases: 2, chunks: 60, pause: 0), options: options)
            let (status, _, errors) = try await place.replay(to: 5)
            if keep == "bounded" {
                #expect(status == .code(65))
                #expect(errors.contains("/journal: reaches back to version "))
                #expect(errors.contains("earlier records were removed (see --keep-journal); --to takes "))
                #expect(!place.exists("out"))
            } else {
                #expect(status == .code(0), "\(errors)")
                #expect(try place.sum() == 5)
            }
            #expect(try await place.replay(to: 119).status == .code(0))
            #expect(try place.sum() == 119)
            let beyond = try await place.replay(to: 121)
            #expect(beyond.status == .code(65))
            #expect(beyond.errors.contains("trial 0 is at version 120; no later one is there"))
        }
    }

    @Test func aTrialMustBeNamed() async throws {
        try await Workplace.with { place in
            try await place.serve(SweepText.lqr(), options: ["--local-workers", "1"])
            let command = [Programs.server, "replay", place.file("run"), "-o", place.file("out")]
            let (status, _, errors) = try await place.run(command)
            #expect(status == .code(64))
            #expect(errors.contains("the sweep has trials 0 to 3: choose one with --trial"))
            #expect(try await place.replay(trial: 4).status == .code(64))
        }
    }
}

extension Workplace {
    /// Serves a sweep to its end into `run`.
    func serve(_ sweep: String, options: [String]) async throws {
        try write(sweep, to: "sweep.yaml")
        let ended = try await run(
            [Programs.server, "--sweep", file("sweep.yaml"), "--run", file("run"), "--port", "0"] + options)
        guard ended.status == .code(0) else { throw Unexpected("serve: \(ended.status) \(ended.errors)") }
    }

    func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    fileprivate func replay(
        trial: Int = 0, to version: Int? = nil
    ) async throws -> (status: ExitStatus, output: String, errors: String) {
        let version = version.map { ["--to", "\($0)"] } ?? []
        return try await run(
            [Programs.server, "replay", file("run"), "--trial", "\(trial)", "-o", file("out")] + version)
    }

    /// Of all elements of the file that a replay wrote.
    fileprivate func sum() throws -> Double {
        let tensors = try Safetensors(Payload(copying: bytes("out")), file: "out").tensors
        return tensors.values.reduce(0) { sum, tensor in
            let count = tensor.payload.count / 8
            let values = tensor.payload.values(of: Double.self, at: 0, count: count)
            return (0..<count).reduce(sum) { $0 + values[$1] }
        }
    }
}
