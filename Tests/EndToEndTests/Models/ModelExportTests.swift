import Experiment
import Foundation
import Testing

/// What is in models/ when a sweep is done.
@Suite struct ModelExportTests {
    /// Two groups, two rates and three seeds each.
    static let sweep = """
        name: regression
        seeds: 3
        task:
          kind: supervised
          data: {csv: data.csv, target: price}
          layers: [{dense: 8}, relu, {dense: 4}, tanh, {dense: 1}]
          epochs: 2
        chunk: {kind: local, samples: 50}
        mode: {async: {workers: 1}}
        parameters: {optimizer: {values: [sgd, adam-ignd]}, learning_rate: {values: [0.01, 0.001]}}

        """

    @Test func servedAndSerialRunsExportTheSameBytes() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(ModelExportTests.sweep, to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let worker = try place.startWorker(server.endpoint)
            #expect(try await worker.end() == .code(0))
            #expect(try await server.process.end() == .code(0))
            try await place.runSerially("sweep.yaml", run: "serial")
            let models = try place.models(of: "run")
            #expect(models.keys.sorted() == ["Adam-IGND.safetensors", "SGD.safetensors"])
            #expect(models == (try place.models(of: "serial")))
            #expect(!place.exists("run/parameters") && !place.exists("serial/parameters"))
        }
    }

    @Test func controlTasksGiveTheirTensors() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.lqr(), to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "serial")
            let models = try place.models(of: "serial")
            #expect(models.count == 2)
            for model in models.values {
                let text = String(decoding: model.prefix(4_000), as: UTF8.self)
                #expect(text.contains(#""w":{"#) && text.contains(#""gain":{"#))
            }
        }
    }

    /// Nothing of the parameters is kept (as in a run of an earlier version), and something else lies in models/.
    @Test func aSecondStartExportsFromTheJournal() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(ModelExportTests.sweep, to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "1"])
            #expect(try await server.process.end() == .code(0))
            let models = try place.models(of: "run")
            try FileManager.default.removeItem(atPath: place.file("run/models/SGD.safetensors"))
            let size = try #require(models["Adam-IGND.safetensors"]).count
            try place.flipByte(of: "run/models/Adam-IGND.safetensors", at: size - 1)
            try place.write("", to: "run/models/old.safetensors")
            let again = try await place.startServer("sweep.yaml")
            #expect(try await again.process.end() == .code(0))
            #expect(try place.models(of: "run") == models)
        }
    }

    /// Snapshots often, so that recovery does not replay the trials that ended before the kill.
    @Test(arguments: [3, 6])
    func aKilledServerExportsAllTheSame(kill after: Int) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            let sweep = ModelExportTests.sweep.replacing("epochs: 2", with: "epochs: 400")
            try place.write(sweep, to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "serial")
            let options = ["--lease", "2", "--snapshot-every", "0.05"]
            let server = try await place.startServer("sweep.yaml", options: options)
            let worker = try place.startWorker(server.endpoint)
            _ = try await waiting(for: "\(after) ends") {
                try place.events(of: "run").count { $0.kind == .finished } >= after ? true : nil
            }
            try #require(server.process.ended == nil, "the sweep ended before the kill")
            try await server.process.killNow()
            #expect(!place.exists("run/models"))
            let heir = try await place.startServer("sweep.yaml", port: server.port, options: options)
            #expect(try await heir.process.end() == .code(0))
            #expect(try await worker.end() == .code(0))
            #expect(try place.models(of: "run") == (try place.models(of: "serial")))
        }
    }
}
