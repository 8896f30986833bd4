import Experiment
import Testing

@Suite struct NumpySamplesTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func samples<X, Y>(
        _ inputs: (type: String, shape: String, values: [X]),
        _ targets: (type: String, shape: String, values: [Y])
    ) throws -> NumpySamples {
        try NumpySamples(
            inputs: directory.save(
                NumpyFixtures.array(inputs.type, inputs.shape, inputs.values), to: "X.npy"),
            targets: directory.save(
                NumpyFixtures.array(targets.type, targets.shape, targets.values), to: "y.npy"))
    }

    private func problem(_ read: () throws -> NumpySamples) -> String? {
        do {
            _ = try read()
            return nil
        } catch {
            return (error as? InputError)?.description.replacing(directory.path + "/", with: "")
        }
    }

    @Test func anArchiveGivesInputsAndTargets() throws {
        let samples = try NumpySamples(archive: directory.save(NumpyFixtures.archive, to: "a.npz"))
        #expect(samples.rows == 2 && samples.columns == 2)
        #expect(samples.inputs == [1, 2, 3, 4] && samples.targets == [0, 1])
    }

    @Test func twoFilesOfAnyTypeGiveInputsAndTargets() throws {
        let first = try samples(("<f8", "(2, 2)", [0.5, 1, 2, 3]), ("<i8", "(2,)", [Int64(-7), 9]))
        #expect(first.inputs == [0.5, 1, 2, 3] && first.targets == [-7, 9])
        let second = try samples(
            ("<i4", "(3, 1)", [Int32(-1), 2, 3]), ("<f4", "(3, 1)", [Float(1), 2.5, 3]))
        #expect(second.inputs == [-1, 2, 3] && second.targets == [1, 2.5, 3])
    }

    @Test func shapesThatDoNotFitAreNamed() {
        #expect(
            problem { try samples(("<f8", "(2,)", [1.0, 2]), ("<f8", "(2,)", [1.0, 2])) }
                == "X.npy: has the shape [2]; [rows, columns] is needed")
        #expect(
            problem { try samples(("<f8", "(0, 2)", [Double]()), ("<f8", "(0,)", [Double]())) }
                == "X.npy: has the shape [0, 2]; [rows, columns] is needed")
        #expect(
            problem { try samples(("<f8", "(1, 2)", [1.0, 2]), ("<f8", "(2,)", [1.0, 2])) }
                == "y.npy: has the shape [2], but the inputs have 1 rows")
    }

    @Test func valuesThatAreNotFiniteAreNamed() {
        #expect(
            problem { try samples(("<f8", "(2, 2)", [1, 2, 3, Double.nan]), ("<f8", "(2,)", [1.0, 2])) }
                == "X.npy: is nan in row 1, column 1 (from 0)")
        #expect(
            problem { try samples(("<f8", "(2, 1)", [1.0, 2]), ("<f4", "(2,)", [1, -Float.infinity])) }
                == "y.npy: is -inf in row 1 (from 0)")
    }

    @Test func missingFilesAndArraysAreNamed() throws {
        #expect(
            problem { try NumpySamples(archive: directory.file("b.npz")) }
                == "b.npz: cannot be read; is the path right?")
        // The name y, in both places where the archive has it, becomes z.
        let name = Array("y.npy".utf8)
        var bytes = NumpyFixtures.archive
        for place in bytes.indices where bytes[place...].starts(with: name) {
            bytes[place] = UInt8(ascii: "z")
        }
        let path = try directory.save(bytes, to: "a.npz")
        #expect(
            problem { try NumpySamples(archive: path) } == "a.npz: has the arrays X, z; X and y are needed")
    }
}
