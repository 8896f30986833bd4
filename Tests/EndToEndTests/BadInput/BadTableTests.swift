import Testing

/// Mistakes in a CSV file: file, line, column, and what to do.
@Suite struct BadTableTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: [String]
        /// What stands after the file's name.
        let sentence: String
    }

    private static let rows = (1...20).map { "\($0),\($0 * 2)" }

    static let cases = [
        Case(
            testDescription: "a missing cell", lines: ["size,price", "1,2", ",3"] + rows,
            sentence:
                #":3: column "size": the cell is missing; fill it, remove the row, or list the column under categorical or ignore"#
        ),
        Case(
            testDescription: "text in a number", lines: ["size,price", "1,2", "2,3", "big,5"] + rows,
            sentence: #":4: column "size": "big" is not a number, but 22 cells of the column are; "#
                + "correct the cell or ignore the column"),
        Case(
            testDescription: "an absent target", lines: ["size,prise", "1,2", "2,3"],
            sentence: #": has no column "price" (target); did you mean "prise"?"#),
        Case(
            testDescription: "a row that is too short", lines: ["size,price", "1,2", "2", "3,4"],
            sentence: ":3: the row has 1 cells, the header has 2; quote cells that contain a comma"),
        Case(testDescription: "no rows", lines: ["size,price"], sentence: ": has a header but no rows"),
    ]

    @Test(arguments: cases)
    func aMistakeIsNamedWithItsPlace(_ example: Case) async throws {
        try await Workplace.with { place in
            let table = try place.write(example.lines.joined(separator: "\n") + "\n", to: "data.csv")
            let sweep = try place.write(SweepText.supervised(), to: "sweep.yaml")
            let (status, _, errors) = try await place.run(
                [Programs.server, "--sweep", sweep, "--run", place.file("run"), "--port", "0"])
            #expect(status == .code(65))
            #expect(errors == "ignd-ps: \(table)\(example.sentence)\n")
            #expect(!place.exists("run"))
        }
    }

    @Test func aConstantColumnIsLeftOutWithAWarning() async throws {
        try await Workplace.with { place in
            let rows = (0..<20).map { "7,\($0),\($0 * 2)" }
            let table = try place.write((["same,size,price"] + rows).joined(separator: "\n"), to: "data.csv")
            let sweep = try place.write(SweepText.supervised(), to: "sweep.yaml")
            let (status, _, errors) = try await place.run([Programs.server, "check", sweep])
            #expect(status == .code(0))
            #expect(
                errors.contains(
                    "warning: \(table): column \"same\": is constant in the training rows and was left out"))
        }
    }

    @Test func aTableThatIsNotThereIsNamed() async throws {
        try await Workplace.with { place in
            let sweep = try place.write(SweepText.supervised(), to: "sweep.yaml")
            let (status, _, errors) = try await place.run([Programs.server, "check", sweep])
            #expect(status == .code(66))
            #expect(errors.contains("\(place.file("data.csv")): cannot be read; is the path right?"))
        }
    }
}
