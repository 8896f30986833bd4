import Core
import Experiment
import Testing

@Suite struct DataSplitTests {
    private func prepare(seed: UInt64, rows: Int = 1_000) throws -> PreparedDataset {
        let text = "a,y\n" + (0..<rows).map { "\($0),\($0 * 2 + 1)" }.joined(separator: "\n")
        let request = DatasetRequest(
            csv: "d.csv", target: "y",
            split: .fractions(training: 0.8, validation: 0.1, test: 0.1, seed: seed))
        return try DatasetPreparation(request, bytes: Array(text.utf8)).prepare()
    }

    @Test(arguments: [10, 1_000, 20_640, 53_940]) func fractionsAreKept(_ rows: Int) throws {
        let dataset = try prepare(seed: 0, rows: rows)
        #expect(dataset.trainingRows == rows * 8 / 10)
        #expect(dataset.trainingRows + dataset.validationRows == rows * 9 / 10)
        #expect(dataset.trainingRows + dataset.validationRows + dataset.testRows == rows)
    }

    @Test func theSeedDecides() throws {
        #expect(try prepare(seed: 1).digest == prepare(seed: 1).digest)
        #expect(try prepare(seed: 1).digest != prepare(seed: 2).digest)
    }

    @Test func rowsAreShuffled() throws {
        let split = try #require(try DatasetFile.open(try prepare(seed: 0).bytes)["split"])
        let firstHalf = split.payload.bytes[..<500].count { $0 == SplitPart.training.rawValue }
        #expect((350...450).contains(firstHalf))
    }
}
