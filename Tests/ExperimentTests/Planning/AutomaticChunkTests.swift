import Core
import Experiment
import Testing

/// `chunk: {samples: auto}`: settled once, by measuring, and the same for ever after.
@Suite struct AutomaticChunkTests {
    private static let text = """
        name: chosen
        seeds: 2
        task: {kind: lqr, plant: uav, improvements: 2, updates_per_improvement: 2000}
        chunk: {kind: local, samples: auto}
        parameters: {optimizer: {values: [ignd, sgd]}, learning_rate: {value: 0.001}}
        """

    private func load(_ text: String = text) throws -> LoadedSweep {
        try SweepFile.parse(text, file: "s.yaml", directory: "/nowhere")
    }

    @Test func allTrialsOfOneTaskGetOneNumber() throws {
        var loaded = try load()
        #expect(loaded.openChunks == [0, 1, 2, 3])
        let choices = try ChunkResolution().choose(&loaded)
        #expect(loaded.openChunks.isEmpty)
        #expect(choices.map(\.groups) == [["IGNDQ", "QL"]])
        // Samples of well under a microsecond: the 4 chunks of a single worker are all that 2,000 allow.
        #expect(loaded.sweep.trials.allSatisfy { $0.specification.chunk == .local(samples: 500) })
    }

    @Test func theChosenNumberMeansTheSameAsOneThatIsWritten() throws {
        var loaded = try load()
        _ = try ChunkResolution().choose(&loaded)
        let written = try load(AutomaticChunkTests.text.replacing("auto", with: "500"))
        #expect(written.openChunks.isEmpty)
        #expect(loaded.sweep.identity == written.sweep.identity)
    }

    /// 37 is no number that would be chosen.
    private func resolvedDirectory(_ directory: TemporaryDirectory) throws -> RunDirectory {
        let sweep = try load(AutomaticChunkTests.text.replacing("auto", with: "37")).sweep
        try sweep.write(to: directory.file("resolved.json"))
        return RunDirectory(path: directory.path)
    }

    @Test func aLaterStartKeepsTheNumber() throws {
        let temporary = try TemporaryDirectory()
        let directory = try resolvedDirectory(temporary)
        var loaded = try load()
        try ChunkResolution().settle(&loaded, in: directory, like: nil)
        withExtendedLifetime(temporary) {}
        #expect(loaded.sweep.trials.allSatisfy { $0.specification.chunk == .local(samples: 37) })
    }

    @Test func anotherRunsNumbersAreTakenOver() throws {
        let temporary = try TemporaryDirectory()
        let model = try resolvedDirectory(temporary)
        var loaded = try load()
        try ChunkResolution().settle(&loaded, in: nil, like: model.path)
        withExtendedLifetime(temporary) {}
        #expect(loaded.sweep.trials.allSatisfy { $0.specification.chunk == .local(samples: 37) })
    }

    @Test func aRunOfAnotherSweepIsNoModel() throws {
        let temporary = try TemporaryDirectory()
        let model = try resolvedDirectory(temporary)
        var loaded = try load(AutomaticChunkTests.text.replacing("0.001", with: "0.002"))
        let error = #expect(throws: InputError.self) {
            try ChunkResolution().settle(&loaded, in: nil, like: model.path)
        }
        withExtendedLifetime(temporary) {}
        #expect(error?.exitCode == 78)
        #expect(error?.message.hasPrefix("is of another sweep") == true)
    }

    @Test func theCounterHasNothingToMeasure() {
        #expect(
            problem(counterSweep("chunk: {kind: local, samples: auto}"))
                == "s.yaml:2:31: chunk.samples: the counter has nothing to measure; give a number of samples")
    }

    /// A difference is dense, and under Adam its moments come with it.
    @Test func aPushHasTheSizeOfItsUpdate() throws {
        var loaded = try load(
            AutomaticChunkTests.text.replacing("[ignd, sgd]", with: "[ignd, adam]"))
        _ = try ChunkResolution().choose(&loaded)
        let meter = SweepMeasurement(loaded)
        let plain = try meter.cost(of: loaded.sweep.trials[0].specification)
        let moments = try meter.cost(of: loaded.sweep.trials[2].specification)
        let table = loaded.sweep.trials[0].specification.plan.table
        #expect(plain.push == PushSize(fixedBytes: 8 * table.trainableCount))
        #expect(moments.push == PushSize(fixedBytes: 3 * 8 * table.trainableCount))
        #expect(plain.sampleSeconds > 0 && plain.chunkSeconds >= 0 && plain.applySeconds >= 0)
    }
}
