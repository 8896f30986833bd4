import Core
import Experiment
import Foundation
import Testing

/// The sweep files of the project are right and mean what they say.
@Suite struct ReadySweepTests {
    /// The project's root, from the place of this file.
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    @Test(arguments: [
        ("lqr-uav", 70), ("lqr-uav-stochastic", 70), ("lqr-bdt", 70), ("lqr-bdt-stochastic", 70),
        ("lqr-mixed-scale", 140), ("frozen-lake", 100),
    ])
    func controlSweepsLoad(_ name: String, _ trials: Int) throws {
        let loaded = try SweepFile.load("\(ReadySweepTests.root)/sweeps/\(name).yaml")
        #expect(loaded.sweep.name == name)
        #expect(loaded.sweep.trials.count == trials)
        #expect(loaded.warnings.isEmpty && loaded.datasets.isEmpty)
    }

    @Test func frozenLakeHasTheFiveCurves() throws {
        let sweep = try SweepFile.load("\(ReadySweepTests.root)/sweeps/frozen-lake.yaml").sweep
        var groups: [String] = []
        for trial in sweep.trials where !groups.contains(trial.group) { groups.append(trial.group) }
        #expect(
            groups == [
                "QL feature_scale=none", "IGNDQ feature_scale=none", "QL feature_scale={range: 10, seed: 0}",
                "IGNDQ feature_scale={range: 10, seed: 0}", "QL retuned feature_scale={range: 10, seed: 0}",
            ])
    }

    @Test func supervisedSweepsLoadWithTheirData() throws {
        let house = (0..<40).map { "\($0 % 7),\($0 % 5),\($0),1.\($0),\($0),\($0),\($0),\($0),\($0 + 1)" }
        let california = try load(
            "california", file: "california_housing.csv",
            header: "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,MedHouseVal",
            house)
        #expect(california.sweep.trials.count == 130)
        #expect(california.datasets.map(\.shape) == [.vector(width: 8)])
        #expect(california.sweep.metric == SweepMetric(name: "validation_mape", goal: .minimize))
        let stones = (0..<40).map {
            "0.\($0 + 1),\"cut \($0 % 2)\",\"D\",\"VS\($0 % 2)\",6\($0),5\($0),\($0 + 300),\($0),\($0),\($0)"
        }
        let diamonds = try load(
            "diamonds", file: "diamonds.csv",
            header: "\"carat\",\"cut\",\"color\",\"clarity\",\"depth\",\"table\",\"price\",\"x\",\"y\",\"z\"",
            stones)
        #expect(diamonds.datasets.map(\.shape) == [.vector(width: 6 + 2 + 2)])
        #expect(diamonds.warnings.map(\.column) == ["color=D"])
    }

    /// All that is wrong with any of them may be that its data have not been fetched.
    @Test func everySweepFileLoads() throws {
        let root = ReadySweepTests.root + "/sweeps"
        let folders = ["", "paper", "paper/small"].map { root + "/" + $0 }
        let names = try folders.map { try sweepNames($0) }
        #expect(names[1] == names[2], "every experiment has a small version")
        #expect(names[1].isSubset(of: names[0]))
        for (folder, name) in zip(folders, names).flatMap({ folder, names in names.map { (folder, $0) } }) {
            do {
                let loaded = try SweepFile.load("\(folder)/\(name)")
                #expect(loaded.warnings.isEmpty, "\(folder)/\(name)")
            } catch let error as InputError {
                #expect(error.kind == .inputMissing && error.description.contains("/data/"), "\(error)")
            }
        }
    }

    private func sweepNames(_ folder: String) throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Set(names.filter { $0.hasSuffix(".yaml") })
    }

    /// The page that explains every key shows files that load.
    @Test func theExamplesOfTheDocumentationLoad() throws {
        let page = try #require(readFile("\(ReadySweepTests.root)/docs/sweep-file.md"))
        let parts = String(decoding: page, as: UTF8.self).split(separator: "```yaml\n").dropFirst()
        let directory = try TemporaryDirectory()
        let rows = (0..<30).map { "\($0),\($0 % 7),\($0 % 3),\(["0", "1", "2"][$0 % 3]),\($0 % 2)" }
        _ = try directory.save((["id,size,rooms,part,sold"] + rows).joined(separator: "\n"), to: "data.csv")
        let request = DatasetRequest(csv: directory.file("data.csv"), target: "size", ignored: ["id"])
        let prepared = try DatasetPreparation(request).prepare()
        try directory.write(array(prepared.bytes), to: "data.safetensors")
        try directory.write(DatasetFixture.picture.file, to: "pictures.safetensors")
        try directory.write(DatasetFixture.token.file, to: "texts.safetensors")
        try directory.write(DatasetFixture.sparse.file, to: "words.safetensors")
        let lines = (0..<30).map { "\($0 % 2) \($0 % 3 + 1):1 \($0 % 5 + 4):0.5\n" }.joined()
        for name in ["rows.svm", "rows.t"] { _ = try directory.save(lines, to: name) }
        let trials = try parts.map { part in
            let text = String(try #require(part.split(separator: "```").first))
            let loaded = try SweepFile.parse(text, file: "example.yaml", directory: directory.path)
            return loaded.sweep.trials.count
        }
        #expect(trials == [90, 1, 1, 1, 1, 1, 1, 1])
    }

    /// With the real data, if they have been fetched.
    @Test(arguments: [
        ("california", "california_housing.csv", 8, 16_512), ("diamonds", "diamonds.csv", 26, 43_152),
    ])
    func realDataHaveTheirShape(_ name: String, _ file: String, _ features: Int, _ rows: Int) throws {
        guard readFile("\(ReadySweepTests.root)/data/\(file)") != nil else { return }
        let clock = ContinuousClock()
        var loaded: LoadedSweep?
        let time = try clock.measure {
            loaded = try SweepFile.load("\(ReadySweepTests.root)/sweeps/\(name).yaml")
        }
        let dataset = try #require(loaded?.datasets.first)
        #expect(dataset.shape == .vector(width: features) && dataset.trainingRows == rows)
        #expect(loaded?.datasets.count == 1 && loaded?.warnings.isEmpty == true)
        #expect(time < .seconds(2))
        print("\(name) loaded in \(time)")
    }

    private func load(_ name: String, file: String, header: String, _ rows: [String]) throws -> LoadedSweep {
        let sweep = try #require(readFile("\(ReadySweepTests.root)/sweeps/\(name).yaml"))
        let directory = try TemporaryDirectory()
        try makeDirectory(directory.path + "/data")
        _ = try directory.save(([header] + rows).joined(separator: "\n"), to: "data/\(file)")
        try makeDirectory(directory.path + "/sweeps")
        return try SweepFile.parse(
            String(decoding: sweep, as: UTF8.self), file: "\(name).yaml",
            directory: directory.path + "/sweeps")
    }
}
