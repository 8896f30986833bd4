import Foundation
import Testing

/// `ignd-ps predict`: what it gives, and what it says of tables that do not fit.
@Suite struct PredictTests {
    private static let model = "run/models/SGD.safetensors"

    private func withModel(
        _ sweep: String = SweepText.supervised(optimizers: "[sgd]"), _ body: (Workplace) async throws -> Void
    ) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(sweep, to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "run")
            try await body(place)
        }
    }

    @Test func oneValueARowOnStandardOutputOrInAFile() async throws {
        try await withModel { place in
            let (status, output, errors) = try await place.predict(PredictTests.model, "data.csv")
            #expect(status == .code(0), "\(errors)")
            let lines = output.split(separator: "\n")
            #expect(lines.count == 241 && lines[0] == "prediction")
            #expect(lines.dropFirst().allSatisfy { Double($0)?.isFinite == true })
            let toFile = try await place.predict(
                PredictTests.model, "data.csv", options: ["-o", place.file("out.csv")])
            #expect(toFile.status == .code(0) && toFile.output.isEmpty)
            #expect(try String(contentsOfFile: place.file("out.csv"), encoding: .utf8) == output)
        }
    }

    @Test func orderAndOtherColumnsDoNotMatter() async throws {
        try await withModel { place in
            try place.write("\"kind, of house\",size,age\nhut,0.5,0.25\n", to: "short.csv")
            try place.write("note,age,size,\"kind, of house\",price\nx,0.25,0.5,hut,?\n", to: "long.csv")
            let short = try await place.predict(PredictTests.model, "short.csv")
            let long = try await place.predict(PredictTests.model, "long.csv")
            #expect(short.status == .code(0) && short.output == long.output)
        }
    }

    struct Case: Sendable {
        let table: String
        /// What stands after the table's name.
        let sentence: String
    }

    static let cases = [
        Case(
            table: "size,aga,\"kind, of house\"\n1,2,hut\n",
            sentence: #":1: has no column "age" (an input of the model); did you mean "aga"?"#),
        Case(
            table: "size,age,\"kind, of house\"\n1,2,hut\n1,2,castle\n",
            sentence: #":3: column "kind, of house": "castle" in row 2 is a level that the model does not "#
                + #"know; it knows "flat", "hut", "old "villa"""#),
        Case(
            table: "size,age,\"kind, of house\"\n1,old,hut\n",
            sentence: #":2: column "age": "old" is not a number; the column must be numeric"#),
        Case(
            table: "size,age,\"kind, of house\"\n1,2,hut\n,2,hut\n",
            sentence:
                #":3: column "size": the cell is missing; fill it, remove the row, or ignore the column"#),
        Case(table: "size,age,\"kind, of house\"\n", sentence: ": has a header but no rows"),
    ]

    @Test func aTableThatDoesNotFitIsRefusedWithItsPlace() async throws {
        try await withModel { place in
            for example in PredictTests.cases {
                let table = try place.write(example.table, to: "new.csv")
                let (status, output, errors) = try await place.predict(
                    PredictTests.model, "new.csv", options: ["-o", place.file("out.csv")])
                #expect(status == .code(65))
                #expect(errors == "ignd-ps: \(table)\(example.sentence)\n")
                #expect(output.isEmpty && !place.exists("out.csv"))
            }
        }
    }

    @Test func aFileThatIsNoModelIsNamed() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            try place.write(SweepText.lqr(), to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "run")
            let missing = try await place.predict("none.safetensors", "data.csv")
            #expect(missing.status == .code(66))
            let table = try await place.predict("data.csv", "data.csv")
            #expect(table.status == .code(65) && table.errors.contains("not safetensors"))
            let name = try #require(try place.models(of: "run").keys.sorted().first)
            let control = try await place.predict("run/models/" + name, "data.csv")
            #expect(control.status == .code(65) && control.errors.contains("only models of supervised tasks"))
        }
    }

    /// The file read by the reference implementation of the format and recomputed with numpy.
    @Test(.enabled(if: NumpyReader.isThere), arguments: ["squared", "logistic"])
    func numpyRecomputesTheSameNumbers(loss: String) async throws {
        let (target, other) = loss == "logistic" ? ("rich", "price") : ("price", "rich")
        let sweep = SweepText.supervised(optimizers: "[sgd]")
            .replacing("target: price", with: "target: \(target), ignore: [\(other)]")
            .replacing("kind: supervised", with: "kind: supervised\n  loss: \(loss)")
        try await Workplace.with { place in
            try place.write(NumpyReader.table, to: "data.csv")
            try place.write(sweep, to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "run")
            let predicted = try await place.predict(PredictTests.model, "data.csv")
            #expect(predicted.status == .code(0), "\(predicted.errors)")
            let (status, output, errors) = try await place.run(
                [
                    NumpyReader.python, "-c", NumpyReader.script, place.file(PredictTests.model),
                    place.file("data.csv"),
                ])
            #expect(status == .code(0), "\(errors)")
            let (ours, theirs) = (NumpyReader.numbers(predicted.output), NumpyReader.numbers(output))
            #expect(ours.count == 240 && theirs.count == 240)
            for (left, right) in zip(ours, theirs) {
                #expect(abs(left - right) <= 1e-5 * max(1, abs(right)))
            }
        }
    }
}
