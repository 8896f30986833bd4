import Core
import Experiment
import Testing

/// NumPy arrays as prepared data.
@Suite struct ArrayPreparationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func request(
        _ inputs: [Double], columns: Int, _ targets: [Double], loss: Loss = .squared,
        scale: DatasetRequest.TargetScale = .none
    ) throws -> ArrayRequest {
        let x = try directory.save(
            NumpyFixtures.array("<f8", "(\(inputs.count / columns), \(columns))", inputs), to: "x.npy")
        let y = try directory.save(
            NumpyFixtures.array("<f8", "(\(targets.count),)", targets), to: "y.npy")
        return ArrayRequest(
            file: x, target: y, training: 0.5, validation: 0.25, targetScale: scale, loss: loss,
            precision: .float64)
    }

    private static func standardised(_ values: [Double], by rows: [Int]) -> [Double] {
        let count = Double(rows.count)
        let mean = rows.map { values[$0] }.reduce(0, +) / count
        let squares = rows.map { (values[$0] - mean) * (values[$0] - mean) }.reduce(0, +)
        let deviation = (squares / count).squareRoot()
        return values.map { ($0 - mean) / deviation }
    }

    private func problem(_ make: () throws -> ArrayRequest) -> String? {
        do {
            _ = try ArrayPreparation(try make()).prepare()
            return nil
        } catch {
            return (error as? InputError)?.description.replacing(directory.path + "/", with: "")
        }
    }

    @Test func columnsAreStandardisedByTheTrainingRowsAndConstantOnesLeftOut() throws {
        let columns: [[Double]] = [
            [0, 1, 4, 9, 16, 25, 36, 49], [7, 7, 7, 7, 7, 7, 7, 7], [3, 1, 4, 1, 5, 9, 2, 6],
        ]
        let inputs: [Double] = (0..<8).flatMap { row in columns.map { $0[row] } }
        let targets: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
        let dataset = try ArrayPreparation(try request(inputs, columns: 3, targets)).prepare()
        #expect(dataset.shape == .vector(width: 2))
        #expect(dataset.warnings.map(\.column) == ["1"])
        let x = try doubles("X", of: dataset)
        let training = try DatasetFile(dataset.bytes).rows(of: .training)
        for (place, raw) in [columns[0], columns[2]].enumerated() {
            let expected = ArrayPreparationTests.standardised(raw, by: training)
            for row in 0..<8 { #expect(abs(x[row * 2 + place] - expected[row]) < 1e-12) }
        }
        #expect(try doubles("y", of: dataset) == targets)
    }

    @Test func twoNumbersAreClasses() throws {
        let targets: [Double] = [3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5]
        let inputs = (0..<12).map { Double($0) }
        let dataset = try ArrayPreparation(try request(inputs, columns: 1, targets, loss: .logistic))
            .prepare()
        #expect(dataset.classes == ["3", "5"] && dataset.loss == .logistic)
        #expect(try doubles("y", of: dataset) == targets.map { $0 == 5 ? 1 : 0 })
    }

    @Test func theArchiveGivesBothArrays() throws {
        let file = try directory.save(NumpyFixtures.archive, to: "a.npz")
        let samples = try NumpySamples(archive: file)
        #expect(samples.rows > 0)
        #expect(
            problem { ArrayRequest(file: file, target: "label") }
                == "a.npz: has the arrays X, y; label is needed")
    }

    @Test func whatIsWrongIsSaid() throws {
        let (inputs, targets) = ((0..<8).map { Double($0) }, (0..<8).map { Double($0) })
        #expect(
            problem { try request(inputs, columns: 1, [0, 1, 2, .nan, 4, 5, 6, 7]) }
                == "y.npy: is nan in row 3 (from 0)")
        #expect(
            problem { try request([.infinity] + inputs.dropFirst(), columns: 1, targets) }
                == "x.npy: is inf in row 0, column 0 (from 0)")
        #expect(
            problem { try request(inputs, columns: 1, targets, loss: .logistic) }
                == "x.npy: target: has 8 classes; the logistic loss needs two")
        #expect(
            problem { try request(inputs, columns: 1, targets.map { _ in 4 }, loss: .logistic) }
                == "x.npy: target: has one class (4); the logistic loss needs two")
        #expect(
            problem { try request(inputs, columns: 1, targets.map { _ in 4 }) }
                == "x.npy: target: the target is 4.0 in every training row; there is nothing to learn")
        #expect(
            problem { try request(inputs.map { _ in 1 }, columns: 1, targets) }
                == "x.npy: leaves no input: every column is constant")
        #expect(
            problem { ArrayRequest(file: try request(inputs, columns: 1, targets).file) }
                == "x.npy: where are the targets? Give their .npy file with --target")
    }

    @Test func anArrayCutAtAnyByteIsAnError() throws {
        let whole = try request((0..<8).map { Double($0) }, columns: 1, (0..<8).map { Double($0) })
        let bytes = try directory.bytes(of: "x.npy")
        for count in 0..<bytes.count {
            try directory.write(bytes.prefix(count), to: "x.npy")
            #expect(problem { whole } != nil, "\(count) bytes")
        }
    }
}
