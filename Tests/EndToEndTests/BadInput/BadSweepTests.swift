import Testing

/// Mistakes in a sweep file: a sentence with its place, the exit code, and no run directory left behind.
@Suite struct BadSweepTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sweep: String
        /// What stands after the file's name.
        let sentence: String
    }

    static let cases = [
        Case(
            testDescription: "a misspelt key",
            sweep: "task: {kind: lqr, plant: uav}\noptimizer: ignd\nlerning_rate: 1\n",
            sentence: #":3:1: lerning_rate: unknown key; did you mean "learning_rate"?"#),
        Case(
            testDescription: "a word in place of a number",
            sweep: "task: {kind: lqr, plant: uav}\noptimizer: ignd\nlearning_rate: fast\n",
            sentence: #":3:16: learning_rate: expected a number, found "fast""#),
        Case(
            testDescription: "an empty grid",
            sweep:
                "task: {kind: lqr, plant: uav}\noptimizer: ignd\nparameters: {learning_rate: {values: []}}\n",
            sentence:
                ":3:38: parameters.learning_rate.values: the list of values is empty; give at least one value"
        ),
        Case(
            testDescription: "local chunks with Adam and several workers",
            sweep: SweepText.supervised(optimizers: "[adam]", mode: "{async: {workers: 3}}"),
            sentence:
                ":8:7: mode: local chunks with Adam need one worker, not 3: its moments travel with the "
                + "lease; use one worker, or chunk: {kind: mean, samples: ...}, or a rule without moments"),
        Case(
            testDescription: "a plant with wrong shapes",
            sweep: plant(a: "[[1, 0], [0, 1]]", b: "[[1], [0], [1]]"),
            sentence: ":5:8: task.plant.b: has 3 rows; it must have 2, one a state, as A has"),
        Case(
            testDescription: "a plant that no policy stabilises",
            sweep: plant(a: "[[0.5, 0], [0, 3]]", b: "[[1], [0]]"),
            sentence: ":4:5: task.plant: at discount 0.9 no policy keeps the discounted cost finite: "
                + "(√γ·A, √γ·B) is not stabilisable; a smaller discount, or an input that reaches every growing "
                + "state, is needed"),
        Case(
            testDescription: "no YAML", sweep: "task: [1, 2\noptimizer: }",
            sentence: ":2:10: not valid YAML: did not find expected ',' or ']' "
                + "(while parsing a flow sequence at line 1)"),
        Case(testDescription: "an empty file", sweep: "", sentence: ": is empty; see sweeps/ for examples"),
    ]

    private static func plant(a: String, b: String) -> String {
        """
        task:
          kind: lqr
          plant:
            a: \(a)
            b: \(b)
            discrete: true
        optimizer: ignd
        learning_rate: 1

        """
    }

    @Test(arguments: cases)
    func aMistakeIsNamedWithItsPlace(_ example: Case) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.csv(), to: "data.csv")
            let file = try place.write(example.sweep, to: "sweep.yaml")
            let expected = file + example.sentence + "\n"
            let check = try await place.run([Programs.server, "check", file])
            #expect(check.status == .code(78))
            #expect(check.errors == "ignd-ps: " + expected)
            #expect(check.output.isEmpty)
            let serve = try await place.run(
                [Programs.server, "--sweep", file, "--run", place.file("run"), "--port", "0"])
            #expect(serve.status == .code(78))
            #expect(serve.errors == "ignd-ps: " + expected)
            #expect(!place.exists("run"))
            let serial = try await place.run([Programs.worker, "--serial", file])
            #expect(serial.status == .code(78))
            #expect(serial.errors == "ignd-worker: " + expected)
        }
    }

    @Test func aSweepFileThatIsNotThereIsNamed() async throws {
        try await Workplace.with { place in
            let file = place.file("nowhere.yaml")
            let commands = [[Programs.server, "check", file], [Programs.server, "--sweep", file]]
            for command in commands + [[Programs.worker, "--serial", file]] {
                let (status, _, errors) = try await place.run(command)
                #expect(status == .code(66))
                #expect(errors.hasSuffix(": \(file): cannot be read; is the path right?\n"))
            }
        }
    }
}
