import Core
import Experiment
import Testing

/// NumPy arrays as prepared data.
@Suite struct ArrayPreparationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A .npy file of doubles.
    static func npy(_ values: [Double], shape: String) -> [UInt8] {
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n"
        let length = [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
        let bytes = values.flatMap { value in (0..<8).map { UInt8(value.bitPattern >> ($0 * 8) & 255) } }
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + Array(header.utf8) + bytes
    }

    private func request(
        _ inputs: [Double], columns: Int, _ targets: [Double], loss: Loss = .squared,
        scale: DatasetRequest.TargetScale = .none
    ) throws -> ArrayRequest {
        let x = try directory.save(
            ArrayPreparationTests.npy(inputs, shape: "(\(inputs.count / columns), \(columns))"), to: "x.npy")
        let y = try directory.save(
            ArrayPreparationTests.npy(targets, shape: "(\(targets.count),)"), to: "y.npy")
        return ArrayRequest(
            file: x, target: y, training: 0.5, validation: 0.25, targetScale: scale, loss: loss,
            precision: .float64)
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
        let inputs = (0..<8).flatMap { [Double($0 * $0), 7, Double($0)] }
        let targets = (0..<8).map { Double($0) + 1 }
        let dataset = try ArrayPreparation(try request(inputs, columns: 3, targets)).prepare()
        #expect(dataset.shape == .vector(width: 2))
        #expect(dataset.warnings.map(\.column) == ["1"])
        let x = try doubles("X", of: dataset)
        let file = try DatasetFile(dataset.bytes)
        let training = file.rows(of: .training)
        for column in 0..<2 {
            let raw = (0..<8).map { inputs[$0 * 3 + [0, 2][column]] }
            let mean = training.map { raw[$0] }.reduce(0, +) / 4
            let deviation = (training.map { (raw[$0] - mean) * (raw[$0] - mean) }.reduce(0, +) / 4)
                .squareRoot()
            for row in 0..<8 {
                #expect(abs(x[row * 2 + column] - (raw[row] - mean) / deviation) < 1e-12)
            }
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
