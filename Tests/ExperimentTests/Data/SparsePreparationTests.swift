import Core
import Experiment
import Testing

@Suite struct SparsePreparationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func prepare(
        _ text: String, test: String? = nil, base: UInt32? = nil, loss: Loss = .logistic,
        precision: Precision = .float64
    ) throws -> PreparedDataset {
        let file = try directory.save(text, to: "rows")
        let testFile = try test.map { try directory.save($0, to: "rows.t") }
        let request = SparseRequest(
            file: file, testFile: testFile, training: 0.5, validation: testFile == nil ? 0.25 : 0.5,
            indexBase: base, loss: loss, precision: precision)
        return try SparsePreparation(request).prepare()
    }

    private func problem(
        _ text: String, test: String? = nil, base: UInt32? = nil, loss: Loss = .squared,
        precision: Precision = .float64
    ) -> String? {
        do {
            _ = try prepare(text, test: test, base: base, loss: loss, precision: precision)
            return nil
        } catch {
            let description = (error as? InputError)?.description
            return description?.replacing(directory.path + "/", with: "")
        }
    }

    private func elements<Element>(
        _ name: String, of type: Element.Type, _ data: PreparedDataset
    ) throws -> [Element] {
        let tensor = try #require(try Safetensors(data.bytes, file: "sparse").tensors[name])
        return tensor.payload.elements(of: type)
    }

    private func indexBase(_ data: PreparedDataset) -> UInt32? {
        guard case .sparse(let sparse) = data.preprocessing else { return nil }
        return sparse.indexBase
    }

    @Test func theTensorsHoldTheRows() throws {
        let data = try prepare("+1 1:0.5 4:-2e1\n-1\n-1 2:3\n+1 1:1 2:1 3:.25\n")
        #expect(try elements("row_offsets", of: Int64.self, data) == [0, 2, 2, 3, 6])
        #expect(try elements("column_indices", of: UInt32.self, data) == [0, 3, 1, 0, 1, 2])
        #expect(try elements("values", of: Double.self, data) == [0.5, -20, 3, 1, 1, 0.25])
        #expect(try elements("y", of: Double.self, data) == [1, 0, 0, 1])
        #expect(try elements("split", of: UInt8.self, data).sorted() == [0, 0, 1, 2])
        #expect(data.shape == .sparse(columns: 4))
        #expect([data.trainingRows, data.validationRows, data.testRows] == [2, 1, 1])
        #expect(data.classes == ["-1", "1"])
        let file = try Safetensors(data.bytes, file: "sparse")
        #expect(file.metadata["columns"] == "4")
        #expect(file.metadata["classes"] == "[\"-1\",\"1\"]" && file.metadata["loss"] == "logistic")
    }

    /// Trailing spaces, a plus sign, labels like -1.0, CRLF, tabs, comments, blank lines, no last line end.
    @Test func theTrapsOfRealFilesChangeNothing() throws {
        let plain = try prepare("1 1:1 2:2\n-1 2:1\n-1 1:3\n1 3:1\n")
        let trapped = try prepare("+1 1:1\t2:2 \r\n-1.0 2:1 # a comment\n\n  -1.00 1:3\r\n \t\n+1 3:1 ")
        for name in ["row_offsets", "column_indices", "values", "y", "split"] {
            let first = try elements(name, of: UInt8.self, plain)
            #expect(try elements(name, of: UInt8.self, trapped) == first, "\(name)")
        }
    }

    /// Short words are read in another way than long ones, and the last ones of a file in the long way.
    @Test(arguments: [1, 2, 3, 4, 5]) func randomRowsAreReadAsTheyStand(seed: UInt64) throws {
        var random = RandomStream(seed: seed, purpose: .test)
        var (text, offsets, columns, values) = (
            "1 1:1\n0 1:1\n", [0, 1, 2] as [Int64], [0, 0] as [UInt32], [1, 1] as [Double]
        )
        for _ in 0..<200 {
            text += ["1", "+1", "0", "-0", " 0.0", "1e0"][random.integer(below: 6)]
            var index = 0
            for _ in 0..<random.integer(below: 12) {
                index += 1 + random.integer(below: [1, 9, 900, 90_000_000][random.integer(below: 4)])
                let value = [
                    "1", "7", "0", "1.5", "-3", "+2", "0.1", "1e-3", "12", ".5", "1234567890123456789012",
                ][
                    random.integer(below: 11)]
                text += [" ", "  ", "\t", " \t "][random.integer(below: 4)] + "\(index):\(value)"
                columns.append(UInt32(index - 1))
                values.append(Double(value)!)
            }
            offsets.append(Int64(columns.count))
            text += ["\n", " \n", "\r\n", " # 3:4\n", "\n\n", "\n# 1 2:3\n"][random.integer(below: 6)]
        }
        if seed % 2 == 0 { text += "1 5:1" } else { text += "1 5:1\n" }
        let data = try prepare(text)
        #expect(
            try elements("row_offsets", of: Int64.self, data) == offsets + [Int64(columns.count + 1)],
            "seed \(seed)")
        #expect(try elements("column_indices", of: UInt32.self, data) == columns + [4], "seed \(seed)")
        #expect(try elements("values", of: Double.self, data) == values + [1], "seed \(seed)")
        let floats = try prepare(text, precision: .float32)
        #expect(
            try elements("values", of: Float.self, floats) == (values + [1]).map { Float($0) }, "seed \(seed)"
        )
    }

    /// A file written elsewhere by the same rule, to the byte.
    @Test func thePreparedFileIsTheSameAsEver() throws {
        let text = (0..<60).map { "\($0 % 3 == 0 ? "+1" : "-1") \($0 % 7 + 1):1 \($0 % 11 + 9):\($0).25\n" }
            .joined()
        #expect(
            try prepare(text, precision: .float32).digest
                == "6d2e81be328e98fce70f7aa0bec8e4c9850a14d643d758141ddeeddce9ae0a6b")
        #expect(
            try prepare(text, precision: .float64).digest
                == "feae4f9011d4cffff3d40661fdb462b76f8b2e8abaabfbef6032f215ca26d764")
        #expect(
            try prepare("# a\n" + text, base: 0, precision: .float32).digest
                == "eb2b7d9bf8ea8b2696bd4bc9a6f386d1a1623155afa5cf238df08ecc453b85b0")
    }

    @Test func singlePrecisionIsHeldAsFloats() throws {
        let data = try prepare("1 1:0.1\n0 2:1\n0 1:2\n1 1:1\n", precision: .float32)
        #expect(try elements("values", of: Float.self, data) == [0.1, 1, 2, 1])
        #expect(try elements("y", of: Float.self, data) == [1, 0, 0, 1])
    }

    @Test func theIndexBaseIsDetected() throws {
        let rows = "1 1:1 3:1\n0 2:1\n0 2:1\n1 2:1\n"
        #expect(indexBase(try prepare(rows)) == 1)
        #expect(try prepare(rows).shape == .sparse(columns: 3))
        #expect(try prepare(rows, base: 0).shape == .sparse(columns: 4))
        let zero = try prepare(rows.replacing("2:1", with: "0:1"))
        #expect(indexBase(zero) == 0 && zero.shape == .sparse(columns: 4))
        #expect(try elements("column_indices", of: UInt32.self, zero) == [1, 3, 0, 0, 0])
    }

    @Test func aTestFileHasTheBaseAndTheClassesOfTheFirst() throws {
        let data = try prepare("2 0:1 5:1\n1 3:1\n1 3:1\n2 3:1\n", test: "1 2:1\n2 1:1 3:1\n1\n")
        #expect(indexBase(data) == 0 && data.shape == .sparse(columns: 6) && data.classes == ["1", "2"])
        #expect([data.trainingRows, data.validationRows, data.testRows] == [2, 2, 3])
        #expect(try elements("row_offsets", of: Int64.self, data) == [0, 2, 3, 4, 5, 6, 8, 8])
        #expect(try elements("column_indices", of: UInt32.self, data) == [0, 5, 3, 3, 3, 2, 1, 3])
        #expect(try elements("y", of: Double.self, data) == [1, 0, 0, 1, 0, 1, 0])
        #expect(Array(try elements("split", of: UInt8.self, data).suffix(3)) == [2, 2, 2])
    }

    @Test func numbersToPredictStayAsTheyAre() throws {
        let data = try prepare("1.5 1:1\n-7 2:1\n0 1:1\n1e3 1:1\n", loss: .squared)
        #expect(try elements("y", of: Double.self, data) == [1.5, -7, 0, 1000])
        #expect(data.classes == [])
    }

    @Test(arguments: [
        ("1 2:1 1:1", "rows:2: the index 1 comes after 2; they must ascend"),
        ("1 2:1 2:1", "rows:2: the index 2 stands twice"),
        ("1 2", "rows:2: \"2\" is not index:value"),
        ("1 qid:3 1:1", "rows:2: \"qid\" is not an index"),
        ("1 -1:1", "rows:2: \"-1\" is not an index"),
        ("1 :1", "rows:2: an index is missing before \":\""),
        ("1 4294967295:1", "rows:2: the index 4294967295 is too large"),
        ("1 99999999999999999999999:1", "rows:2: the index 99999999999999999999999 is too large"),
        ("1 1:", "rows:2: the value \"\" is not a finite number"),
        ("1 1:x", "rows:2: the value \"x\" is not a finite number"),
        ("1 1:nan", "rows:2: the value \"nan\" is not a finite number"),
        ("1 1:inf", "rows:2: the value \"inf\" is not a finite number"),
        ("1 1:1e999", "rows:2: the value 1e999 is too large for the precision asked for"),
        ("1,2 1:1", "rows:2: the label \"1,2\" is not a finite number"),
        ("spam 1:1", "rows:2: the label \"spam\" is not a finite number"),
    ]) func aWrongLineIsNamed(line: String, message: String) {
        #expect(problem("0 1:1\n" + line + "\n1 1:1\n0 3:1\n") == message)
    }

    @Test func whatFitsOnlyADoubleIsRefusedAsAFloat() {
        let rows = "0 1:1\n1 1:1e39\n1 2:1\n0 1:1\n"
        #expect(problem(rows) == nil)
        #expect(
            problem(rows, precision: .float32)
                == "rows:2: the value 1e39 is too large for the precision asked for")
    }

    @Test func theIndexZeroIsRefusedWhereIndicesCountFromOne() {
        #expect(
            problem("0 1:1\n1 0:1\n1 2:1\n0 1:1\n", base: 1)
                == "rows:2: has the index 0, but indices count from 1")
        #expect(
            problem("0 1:1\n1 1:1\n", test: "1 2:1\n0 0:1\n")?.hasPrefix(
                "rows.t:2: has the index 0, but indices count from 1 in ") == true)
    }

    @Test func twoClassesAreNeeded() {
        let rows = "1 1:1\n1 1:1\n1 2:1\n1 1:1\n"
        #expect(problem(rows, loss: .logistic) == "rows: has one class (1); the logistic loss needs two")
        #expect(
            problem("3 1:1\n2 1:1\n" + rows, loss: .logistic)
                == "rows: has 3 classes; the logistic loss needs two")
        #expect(
            problem("1 1:1\n-1 1:1\n", test: "1 1:1\n3 1:1\n", loss: .logistic)
                == "rows.t:2: the label 3 does not occur among the training rows, which have -1 and 1")
    }

    @Test func emptyFilesAndTooFewRowsAreRefused() {
        #expect(problem("") == "rows: has no rows; lines \"label index:value …\" are needed")
        #expect(problem("# nothing\n\n") == "rows: has no rows; lines \"label index:value …\" are needed")
        #expect(problem("1 1:1\n")?.contains("the split leaves no row") == true)
        #expect(throws: InputError.self) {
            try SparsePreparation(SparseRequest(file: "/nowhere/x")).prepare()
        }
    }

    /// The real a9a and a9a.t (plain or with zstd): IGND_A9A=DIRECTORY.
    @Test(.enabled(if: environment("IGND_A9A") != nil)) func a9aIsReadWhole() throws {
        let source = environment("IGND_A9A")!
        let files = try ["a9a", "a9a.t"].map { name in
            let text = readFile(source + "/" + name).map { String(decoding: $0, as: UTF8.self) }
            let plain = text ?? output(of: "zstd", ["-dc", source + "/" + name + ".zst"])
            return try directory.save(try #require(plain), to: name)
        }
        let request = SparseRequest(file: files[0], testFile: files[1], training: 0.9, validation: 0.1)
        let data = try SparsePreparation(request).prepare()
        #expect(data.shape == .sparse(columns: 123))
        #expect(try elements("values", of: Float.self, data).count == 451_592 + 225_731)
        #expect(try elements("y", of: Float.self, data).count == 32_561 + 16_281)
        #expect(indexBase(data) == 1 && data.classes == ["-1", "1"] && data.testRows == 16_281)
        // 7,841 and 3,846 rows of the census earn more than 50,000.
        let positive = try elements("y", of: Float.self, data).count { $0 == 1 }
        #expect(positive == 7_841 + 3_846)
        #expect(try SparsePreparation(request).prepare().digest == data.digest)
    }
}
