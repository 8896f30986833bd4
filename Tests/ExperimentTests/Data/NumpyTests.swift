import Core
import Experiment
import Testing

@Suite struct NumpyTests {
    private func problem(_ read: () throws -> Void) -> String? {
        do {
            try read()
            return nil
        } catch {
            return (error as? InputError)?.description
        }
    }

    @Test(arguments: [UInt8(1), 2, 3]) func anArrayIsRead(version: UInt8) throws {
        let values: [Double] = [1, -2.5, 3, 4, 5, 6]
        let bytes = NumpyFixtures.array("<f8", "(2, 3)", values, version: version)
        let tensor = try NumpyArray(bytes[...], name: "a.npy").tensor
        #expect(tensor.type == .float64 && tensor.shape == [2, 3])
        #expect(tensor.payload.elements(of: Double.self) == values)
    }

    @Test func everyTypeIsRead() throws {
        func type<Element>(_ name: String, _ values: [Element]) throws -> Dataset.ElementType {
            try NumpyArray(NumpyFixtures.array(name, "(2,)", values)[...], name: "a").tensor.type
        }
        #expect(try type("<f4", [Float(1), 2]) == .float32)
        #expect(try type("<f8", [Double(1), 2]) == .float64)
        #expect(try type("<i4", [Int32(1), 2]) == .int32)
        #expect(try type("<i8", [Int64(1), 2]) == .int64)
        #expect(try type("|u1", [UInt8(1), 2]) == .uint8)
    }

    @Test func aNumberAloneAndNoRowsAreArraysToo() throws {
        let single = NumpyFixtures.array("<f8", "()", [Double(7)])
        #expect(try NumpyArray(single[...], name: "a").tensor.shape == [])
        let none = NumpyFixtures.array("<f8", "(0, 4)", [Double]())
        #expect(try NumpyArray(none[...], name: "a").tensor.shape == [0, 4])
    }

    @Test(arguments: [
        (">f8", "(2,)", "a: has the type \">f8\"; <f4, <f8, <i4, <i8 and |u1 can be read"),
        ("|O", "(2,)", "a: has the type \"|O\"; <f4, <f8, <i4, <i8 and |u1 can be read"),
        ("<f8", "(3,)", "a: has 16 bytes of values, which does not fit [3] of <f8"),
        (
            "<f8", "(4611686018427387904, 4)",
            "a: has 16 bytes of values, which does not fit [4611686018427387904, 4] of <f8"
        ),
        ("<f8", "(-2,)", "a: has a header that is not descr, fortran_order and shape"),
        ("<f8", "(x,)", "a: has a header that is not descr, fortran_order and shape"),
    ]) func whatCannotBeReadIsSaid(type: String, shape: String, message: String) {
        let bytes = NumpyFixtures.array(type, shape, [Double(1), 2])
        #expect(problem { _ = try NumpyArray(bytes[...], name: "a") } == message)
    }

    @Test func fortranOrderIsRefused() {
        let bytes = NumpyFixtures.array("<f8", "(2, 1)", [Double(1), 2], fortranOrder: true)
        #expect(problem { _ = try NumpyArray(bytes[...], name: "a") }?.contains("Fortran order") == true)
    }

    @Test func anArrayCutAnywhereIsRefused() {
        let bytes = NumpyFixtures.array("<f4", "(3,)", [Float(1), 2, 3])
        for count in 0..<bytes.count {
            #expect(problem { _ = try NumpyArray(bytes.prefix(count), name: "a") } != nil, "\(count)")
        }
        #expect(problem { _ = try NumpyArray(bytes[...], name: "a") } == nil)
    }

    // MARK: Archives

    @Test func theArraysOfAnArchiveAreRead() throws {
        let arrays = try NumpyArchive(NumpyFixtures.archive, file: "a.npz").arrays
        #expect(arrays.keys.sorted() == ["X", "y"])
        #expect(arrays["X"]?.tensor.shape == [2, 2] && arrays["y"]?.tensor.shape == [2])
        let y = try #require(arrays["y"]?.tensor.payload)
        #expect(y.elements(of: UInt8.self) == [0, 1])
    }

    @Test func anArchiveCutAnywhereIsRefused() {
        let bytes = NumpyFixtures.archive
        for count in 0..<bytes.count {
            #expect(
                problem { _ = try NumpyArchive(Array(bytes.prefix(count)), file: "a") } != nil, "\(count)")
        }
    }

    /// Whatever byte is wrong, the reader says so or reads the same arrays: it never crashes.
    @Test func aFlippedByteNeverCrashesTheReader() throws {
        let bytes = NumpyFixtures.archive
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("NUMPY".utf8)) })
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 0xFF
            let message = problem { _ = try NumpyArchive(damaged, file: "a") }
            if position == place { #expect(message == "a: X.npy: is damaged: its CRC-32 differs") }
        }
    }

    /// What NumPy itself writes: needs python3 with numpy, IGND_NUMPY_PYTHON=PATH.
    @Test(.enabled(if: environment("IGND_NUMPY_PYTHON") != nil)) func filesOfNumPyAreRead() throws {
        let directory = try TemporaryDirectory()
        let program = """
            import sys, numpy
            X, y = numpy.arange(12, dtype='f4').reshape(4, 3) / 7, numpy.arange(4) % 2
            numpy.savez(sys.argv[1] + '/plain.npz', X=X, y=y)
            numpy.savez_compressed(sys.argv[1] + '/packed.npz', X=X, y=y)
            """
        _ = try #require(output(of: environment("IGND_NUMPY_PYTHON")!, ["-c", program, directory.path]))
        let arrays = try NumpyArchive(directory.bytes(of: "plain.npz"), file: "plain.npz").arrays
        let x = try #require(arrays["X"]?.tensor)
        #expect(x.type == .float32 && x.shape == [4, 3])
        #expect(x.payload.elements(of: Float.self) == (0..<12).map { Float($0) / 7 })
        #expect(arrays["y"]?.tensor.type == .int64)
        let packed = try directory.bytes(of: "packed.npz")
        #expect(
            problem { _ = try NumpyArchive(packed, file: "packed.npz") }
                == "packed.npz: X.npy: is compressed or encrypted; save it with numpy.savez, not numpy.savez_compressed"
        )
    }
}
