import Core
import Experiment
import Testing

/// `data prepare`: which kind a source is, and what each becomes.
@Suite struct SourcePreparationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let table = "a,b,y\n" + (0..<20).map { "\($0),\($0 % 3),\($0 * 2 + 1)\n" }.joined()
    private static let rows = (0..<20).map { "\($0 % 2 == 0 ? "+1" : "-1") \($0 % 5 + 1):0.5 9:1\n" }.joined()

    private func prepare(
        _ text: String, _ name: String, _ change: (inout PreparationRequest) -> Void = { _ in }
    ) throws -> PreparedDataset {
        var request = PreparationRequest(source: try directory.save(text, to: name))
        change(&request)
        return try SourcePreparation(request).prepare()
    }

    private func problem(
        _ text: String, _ name: String, _ change: (inout PreparationRequest) -> Void = { _ in }
    ) -> String? {
        do {
            _ = try prepare(text, name, change)
            return nil
        } catch {
            return (error as? InputError)?.description.replacing(directory.path + "/", with: "")
        }
    }

    @Test func theKindIsToldFromTheNameOrTheContent() throws {
        func kind(_ text: String, _ name: String) throws -> SourceKind {
            try SourceKind.of(try directory.save(text, to: name))
        }
        #expect(try kind("", "a.csv") == .table)
        #expect(try kind("", "a.TSV") == .table)
        #expect(try kind("", "a.libsvm") == .libsvm)
        #expect(try kind("", "a.npz") == .array)
        #expect(try kind("# about\n+1 3:0.5 7:1\n", "a9a") == .libsvm)
        #expect(try kind("a;b\n1;2\n", "a.data") == .table)
        #expect(
            problem("some words\n", "notes") == "notes: what it is cannot be told from it; give --kind: "
                + SourceKind.allCases.map(\.rawValue).joined(separator: ", "))
        #expect(problem("", "nothing")?.hasPrefix("nothing: what it is cannot be told from it") == true)
    }

    @Test func aTableBecomesVectors() throws {
        let dataset = try prepare(SourcePreparationTests.table, "t.csv") { $0.target = "y" }
        #expect(dataset.shape == .vector(width: 2) && dataset.loss == .squared)
        #expect([dataset.trainingRows, dataset.validationRows, dataset.testRows] == [16, 2, 2])
        let request = DatasetRequest(csv: directory.file("t.csv"), target: "y")
        #expect(try DatasetPreparation(request).prepare().digest == dataset.digest)
    }

    /// Tabs by the file's ending, others by the option; the numbers are the same.
    @Test func otherDelimitersGiveTheSameNumbers() throws {
        func inputs(_ dataset: PreparedDataset) throws -> [UInt8] {
            array(try #require(try DatasetFile.open(dataset.bytes)["X"]).payload)
        }
        let plain = try inputs(prepare(SourcePreparationTests.table, "t.csv") { $0.target = "y" })
        for (delimiter, name) in [("\t", "t.tsv"), (";", "t.txt"), ("|", "t2.csv")] {
            let text = SourcePreparationTests.table.replacing(",", with: delimiter)
            let other = try prepare(text, name) {
                $0.target = "y"
                $0.kind = .table
                if delimiter != "\t" { $0.delimiter = delimiter.utf8.first }
            }
            #expect(try inputs(other) == plain, "\(name)")
        }
    }

    @Test func aTabSeparatedCellMayBeEmptyOrHaveBlanks() {
        #expect(
            problem("a\ty\n1 \t2\n\t3\n" + String(repeating: "4\t5\n", count: 20), "t.tsv") {
                $0.target = "y"
            }
                == "t.tsv:3: column \"a\": the cell is missing; fill it, remove the row, or list the column under categorical or ignore"
        )
    }

    @Test func sparseRowsAreForTheLogisticLossUnlessSaidOtherwise() throws {
        let dataset = try prepare(SourcePreparationTests.rows, "rows.libsvm")
        #expect(dataset.shape == .sparse(columns: 9) && dataset.loss == .logistic)
        #expect(dataset.classes == ["-1", "1"])
        let squared = try prepare(SourcePreparationTests.rows, "rows.libsvm") {
            $0.loss = .squared
            $0.targetScale = .constant(2)
        }
        #expect(squared.targetScale == 2 && squared.classes.isEmpty)
        let y = try #require(try DatasetFile.open(squared.bytes)["y"])
        #expect(y.payload.elements(of: Float.self).prefix(2) == [0.5, -0.5])
    }

    @Test(arguments: ["gzip", "zstd"]) func packedSourcesAreTheSameData(_ program: String) throws {
        let plain = try prepare(SourcePreparationTests.rows, "rows.libsvm")
        let file = try directory.save(SourcePreparationTests.rows, to: "packed.libsvm")
        #expect(output(of: program, ["-q", file]) != nil)
        let packed = PreparationRequest(source: file + (program == "gzip" ? ".gz" : ".zst"))
        #expect(try SourcePreparation(packed).prepare().digest == plain.digest)
    }

    @Test func aPackedFileThatIsCutOffIsNamed() throws {
        let file = try directory.save(SourcePreparationTests.rows, to: "rows.libsvm")
        #expect(output(of: "gzip", [file]) != nil)
        try directory.write(try directory.bytes(of: "rows.libsvm.gz").prefix(30), to: "cut.libsvm.gz")
        let error = #expect(throws: InputError.self) {
            try SourcePreparation(PreparationRequest(source: directory.file("cut.libsvm.gz"))).prepare()
        }
        #expect(error?.exitCode == 65 && error?.message.hasPrefix("cannot be unpacked: ") == true)
    }

    @Test func whatIsWrongIsSaid() {
        let rows = SourcePreparationTests.rows
        #expect(
            problem(rows, "r.libsvm") { $0.categorical = ["a"] }
                == "r.libsvm: --categorical means nothing for data of the kind libsvm, which know --loss, --target-scale, --float64, --test, --index-base"
        )
        #expect(
            problem(SourcePreparationTests.table, "t.csv")
                == "t.csv: which column is to be predicted? Give it with --target (ignd-ps data describe lists them)"
        )
        #expect(
            problem("+1 2:1 1:1\n", "r.libsvm") == "r.libsvm:1: the index 1 comes after 2; they must ascend")
        #expect(
            problem("+1\n-1\n+1\n-1\n+1\n-1\n+1\n-1\n+1\n-1\n", "r.libsvm")
                == "r.libsvm: has no entry; its rows are labels alone")
        #expect(
            problem("", "t.csv") { $0.target = "y" } == "t.csv: is empty; a header line and rows are needed")
        let oneClass = "a,y\n" + (0..<20).map { "\($0),1\n" }.joined()
        #expect(
            problem(oneClass, "t.csv") {
                $0.target = "y"
                $0.loss = .logistic
            }
                == "t.csv: column \"y\": the logistic loss needs targets 0 and 1 (or -1 and 1), with both present"
        )
        #expect(
            problem("a,y,part\n1,0,train\n2,0,train\n3,1,val\n4,1,test\n", "t.csv") {
                $0.target = "y"
                $0.loss = .logistic
                $0.splitColumn = "part"
            } == "t.csv: column \"y\": every training row has the class 0; both classes are needed there")
    }

    @Test func textThatIsNotUTF8IsNamedWithItsLine() throws {
        try directory.write(Array("a,y\n1,2\nn".utf8) + [0xE9] + Array("e,3\n".utf8), to: "latin.csv")
        var request = PreparationRequest(source: directory.file("latin.csv"))
        request.target = "y"
        let error = #expect(throws: InputError.self) { try SourcePreparation(request).prepare() }
        #expect(error?.line == 3 && error?.message.hasPrefix("is not UTF-8 text") == true)
    }

    @Test func fractionsAreThreeThatSumToOne() {
        #expect(PreparationRequest.SplitFractions("0.6/0.2/0.2")?.validation == 0.2)
        for text in ["0.8/0.2", "0.8/0.1/0.2", "1/0/0", "0.8/x/0.1", "", "0.8/0.1/0.1/", "-1/1/1"] {
            #expect(PreparationRequest.SplitFractions(text) == nil, "\(text)")
        }
    }
}
