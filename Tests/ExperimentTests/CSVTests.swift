import Core
import Experiment
import Testing

/// What CSV files may look like, and what is said of those that are wrong.
@Suite struct CSVTests {
    private func prepare(
        _ text: String, categorical: [String] = [], ignored: [String] = [], loss: Loss = .squared,
        targetScale: DatasetRequest.TargetScale = .none, isStandardised: Bool = false
    ) throws -> PreparedDataset {
        let request = DatasetRequest(
            csv: "d.csv", target: "y", split: .column("part"), categorical: categorical, ignored: ignored,
            isStandardised: isStandardised, targetScale: targetScale, loss: loss, precision: .float64)
        return try DatasetPreparation(request, bytes: Array(text.utf8)).prepare()
    }

    private func problem(
        _ text: String, categorical: [String] = [], loss: Loss = .squared,
        targetScale: DatasetRequest.TargetScale = .none
    ) -> String {
        do {
            _ = try prepare(text, categorical: categorical, loss: loss, targetScale: targetScale)
            return "no problem"
        } catch {
            #expect((error as? InputError)?.exitCode == 65)
            return "\(error)"
        }
    }

    private func table(_ dataset: PreparedDataset) -> TablePreprocessing? {
        guard case .table(let table) = dataset.preprocessing else { return nil }
        return table
    }

    private func names(_ dataset: PreparedDataset) -> [String]? { table(dataset)?.inputs.map(\.name) }

    private func inputs(_ dataset: PreparedDataset) throws -> [Double] {
        try doubles("X", of: dataset)
    }

    static let plain = "a,y,part\n1,2,train\n2,3,val\n4,5,test\n3,4,train\n"

    @Test(arguments: [
        "a,y,part\r\n1,2,train\r\n2,3,val\r\n4,5,test\r\n3,4,train",
        "\u{FEFF}a,y,part\n1,2,train\n2,3,val\n4,5,test\n3,4,train\n\n",
        "\"a\",\"y\",part\n\"1\",2,\"train\"\n 2 ,3,val\n4.0,5,test\n3e0,+4,train\n",
        "a,y,part\n\n1,2,0\n2,3,1\n4,5,2\n3,4,0\n",
    ])
    func theSameTableIsReadFromEveryForm(_ text: String) throws {
        let (expected, found) = (try prepare(CSVTests.plain), try prepare(text))
        #expect(try inputs(found) == [1, 2, 4, 3])
        #expect(try inputs(found) == (try inputs(expected)))
        #expect(found.trainingRows == 2 && found.validationRows == 1 && found.testRows == 1)
    }

    @Test func quotesMayHoldCommasNewlinesAndQuotes() throws {
        let text =
            "c,y,part\n\"a,b\",1,train\n\"x\ny\",2,train\n\"say \"\"no\"\"\",3,val\n\"a,b\",4,test\nz z,5,train\n"
        let dataset = try prepare(text)
        #expect(names(dataset) == ["c=a,b", "c=x\ny", "c=z z"])
        #expect(dataset.warnings.map(\.column) == ["c=say \"no\""])
    }

    @Test func linesAreCountedThroughQuotedNewlines() {
        let text = "c,a,y,part\n\"x\ny\",1,1,train\nz,oops,2,val\nz,1,2,test\nz,2,2,train\n"
        #expect(problem(text).hasPrefix("d.csv:4: column \"a\": \"oops\" is not a number"))
    }

    @Test func levelsAreInSortedOrder() throws {
        let dataset = try prepare("c,y,part\nb,1,train\na,2,train\nb,3,val\na,4,test\n")
        #expect(names(dataset) == ["c=a", "c=b"])
        #expect(try inputs(dataset) == [0, 1, 1, 0, 0, 1, 1, 0])
    }

    @Test func numbersAreLevelsWhereThatIsAskedFor() throws {
        let text = "a,y,part\n1,2,train\n2,3,val\n1,5,test\n2,4,train\n"
        #expect(names(try prepare(text, categorical: ["a"])) == ["a=1", "a=2"])
    }

    @Test func aConstantColumnIsLeftOutWithAWarning() throws {
        // b is constant in the training rows only.
        let dataset = try prepare("a,b,y,part\n1,7,2,train\n2,8,3,val\n4,9,5,test\n3,7,4,train\n")
        #expect(names(dataset) == ["a"])
        #expect(
            dataset.warnings.map(\.description) == [
                "d.csv: column \"b\": is constant in the training rows and was left out"
            ])
    }

    @Test func standardisationUsesTrainingRowsOnly() throws {
        let dataset = try prepare(
            "a,y,part\n1,2,train\n100,3,val\n-50,5,test\n3,4,train\n", isStandardised: true)
        #expect(
            table(dataset)?.inputs == [TablePreprocessing.Input(name: "a", column: "a", mean: 2, scale: 1)])
        #expect(try inputs(dataset) == [-1, 98, -52, 1])
    }

    @Test func theTargetIsDividedByAConstantOfTheTrainingRows() throws {
        let dataset = try prepare(CSVTests.plain, targetScale: .mean)
        #expect(dataset.targetScale == 3)
        #expect(try doubles("y", of: dataset) == [2.0 / 3, 1, 5.0 / 3, 4.0 / 3])
        #expect(try prepare(CSVTests.plain, targetScale: .standardDeviation).targetScale == 1)
        #expect(try prepare(CSVTests.plain, targetScale: .constant(4)).targetScale == 4)
    }

    @Test(arguments: [
        "a,y,part\n1,no,0\n2,yes,1\n3,no,2\n4,yes,0\n", "a,y,part\n1,-1,0\n2,1,1\n3,-1,2\n4,1,0\n",
    ])
    func classesBecomeZeroAndOne(_ text: String) throws {
        #expect(try doubles("y", of: try prepare(text, loss: .logistic)) == [0, 1, 0, 1])
    }

    @Test func zeroTargetsAreWarnedOf() throws {
        let dataset = try prepare("a,y,part\n1,0,train\n2,3,val\n4,5,test\n3,4,train\n")
        #expect(dataset.warnings.map(\.kind) == [.zeroTarget])
    }

    @Test(arguments: [
        ("", "d.csv: is empty; a header line and rows are needed"),
        ("a,y,part\n", "d.csv: has a header but no rows"),
        (
            "a,y,a,part\n1,2,3,0\n",
            "d.csv:1: column \"a\": the name stands twice in the header; columns need names of their own"
        ),
        ("a,,part\n1,2,0\n", "d.csv:1: column 2 of the header has no name"),
        ("a;y;part\n1;2;0\n", "d.csv:1: columns seem to be separated by semicolons; commas are needed"),
        (
            "a,y,part\n1,2,0\n1,2\n",
            "d.csv:3: the row has 2 cells, the header has 3; quote cells that contain a comma"
        ),
        ("a,y,part\n1,2,0\n1,2,\"0\n", "d.csv:3: a quoted cell starts here and never ends"),
        (
            "a,y,part\n1,\"2\"x,0\n",
            "d.csv:2: text follows a closing quote; write a quote inside a quoted cell twice"
        ),
        ("a,yy,part\n1,2,0\n", "d.csv: has no column \"y\" (target); did you mean \"yy\"?"),
        ("a,y,prt\n1,2,0\n", "d.csv: has no column \"part\" (split); did you mean \"prt\"?"),
        (
            "a,y,part\n1,2,0\n2,3,x\n",
            "d.csv:3: column \"part\": \"x\" is no part of a split; use training, validation or test"
        ),
        (
            "a,y,part\n1,2,0\n2,3,1\n",
            "d.csv: the split leaves no row for test; 2 rows are too few, or the fractions too small"
        ),
        (
            "a,y,part\n1,2,0\n,3,1\n4,5,2\nNA,4,0\n",
            "d.csv:3: column \"a\": the cell is missing (and 1 more in this column); fill it, remove the row, or list the column under categorical or ignore"
        ),
        (
            "a,y,part\n1,2,0\n2,,1\n4,5,2\n3,4,0\n",
            "d.csv:3: column \"y\": the cell is missing; fill it, remove the row, or ignore the column"
        ),
        (
            "a,y,part\n1,2,0\n2,3,1\ninf,5,2\n3,4,0\n",
            "d.csv:4: column \"a\": \"inf\" is not a number, but 3 cells of the column are; correct the cell or ignore the column"
        ),
        (
            "a,y,part\n1,2,0\n2,3,1\n?,5,2\n3,4,0\n",
            "d.csv:4: column \"a\": \"?\" is a missing value; fill it, remove the row, or list the column under categorical or ignore"
        ),
        ("a,y,part\n1,2,0\n2,3,1\n1e999,5,2\n3,4,0\n", "d.csv:4: column \"a\": 1e999 is not a finite number"),
        (
            "a,y,part\n1,2,0\nlow,3,1\nhigh,5,2\n3,4,0\n",
            "d.csv:3: column \"a\": \"low\" is not a number, but 2 cells of the column are; it has 2 different texts: if they are categories, list it under categorical"
        ),
        (
            "a,y,part\n1,2,0\n2,x,1\n1,5,2\n3,4,0\n",
            "d.csv:3: column \"y\": \"x\" is not a number; the column must be numeric"
        ),
        (
            "a,y,part\n1,2,0\n2,3,1\n1,5,2\n3,2,0\n",
            "d.csv: column \"y\": the target is 2.0 in every training row; there is nothing to learn"
        ),
        (
            "a,y,part\n1,2,0\n2,3,1\n4,5,2\n1,4,0\n",
            "d.csv: leaves no input: every column is constant, ignored or the target"
        ),
    ])
    func whatIsWrongIsSaid(_ text: String, _ sentence: String) {
        #expect(problem(text) == sentence)
    }

    @Test func aColumnOfNamesIsNotEncodedUnasked() {
        let rows = (0..<150).map { "n\($0),\($0),\($0 % 3)" }.joined(separator: "\n")
        #expect(
            problem("name,y,part\n\(rows)\n")
                == "d.csv: column \"name\": has 150 different texts; ignore the column, or list it under categorical if it is meant"
        )
    }

    @Test func moreThanTwoClassesAreRefused() {
        #expect(
            problem("a,y,part\n1,2,0\n2,3,1\n4,5,2\n3,4,0\n", loss: .logistic)
                == "d.csv: column \"y\": the logistic loss needs targets 0 and 1 (or -1 and 1), with both present"
        )
    }

    @Test(arguments: [
        "0.1", "-12.5", "123456789012345678", "1e-5", "0.30000000000000004", "9007199254740993",
        "0.74778491027943236", "-0.0",
        "5e-324", "1.7976931348623157e308",
    ])
    func decimalNumbersAreRoundedCorrectly(_ text: String) throws {
        let dataset = try prepare("a,y,part\n\(text),2,0\n2,3,1\n4,5,2\n3,4,0\n")
        #expect(try inputs(dataset)[0] == Double(text))
    }

    @Test func aLargeFileIsReadInWellUnderASecond() throws {
        var text = "carat,cut,y,part\n"
        for row in 0..<54_000 {
            text += "0.\(row % 97),\"level \(row % 5)\",\(row % 18_000 + 1),\(row % 3)\n"
        }
        let clock = ContinuousClock()
        let time = try clock.measure { _ = try prepare(text) }
        #expect(time < .seconds(1))
    }
}

/// The values of a tensor of a prepared data set of float64.
func doubles(_ name: String, of dataset: PreparedDataset) throws -> [Double] {
    let tensor = try #require(try DatasetFile.open(dataset.bytes)[name])
    let count = tensor.shape.reduce(1, *)
    return withExtendedLifetime(tensor) {
        let values = tensor.payload.values(of: Double.self, at: 0, count: count)
        return Array(UnsafeBufferPointer(start: values, count: count))
    }
}
