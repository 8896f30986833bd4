import Experiment
import Testing

/// Every mistake gets a sentence with its place.
@Suite struct SweepErrorTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        let sentence: String

        init(_ text: String, _ sentence: String) {
            self.text = text
            self.sentence = sentence
        }

        var testDescription: String { sentence }
    }

    @Test(arguments: documentMistakes + valueMistakes + parameterMistakes)
    func theMistakeIsNamed(_ mistake: Mistake) {
        #expect(problem(mistake.text) == mistake.sentence)
    }

    @Test func theExitCodeIsThatOfAConfiguration() {
        #expect(throws: InputError.self) { try parse("seeds: 0") }
        do { _ = try parse(counterSweep("seeds: 0")) } catch {
            #expect((error as? InputError)?.exitCode == 78)
        }
    }

    @Test func aMissingSweepFileHasTheExitCodeOfMissingInput() {
        do {
            _ = try SweepFile.load("/nowhere/s.yaml")
            Issue.record("a missing file was loaded")
        } catch {
            #expect((error as? InputError)?.exitCode == 66)
            #expect("\(error)" == "/nowhere/s.yaml: cannot be read; is the path right?")
        }
    }

    static let documentMistakes = [
        Mistake("", "s.yaml: is empty; see sweeps/ for examples"),
        Mistake(
            "seeds: 2\nseeds: 3", "s.yaml:1:1: the key \"seeds\" is given more than once; keep one of them"),
        Mistake(
            "a: [1",
            "s.yaml:2:1: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence at line 1)"
        ),
        Mistake(
            counterSweep("seed: 3"), "s.yaml:2:1: seed: unknown key; did you mean \"seeds\"?"),
        Mistake(
            "task: {kind: counter, phases: 3, chunk: 4}",
            "s.yaml:1:34: task.chunk: unknown key; did you mean \"chunks\"?"),
        Mistake(
            "task: {kind: counter, phases: 3}",
            "s.yaml:1:7: task: the key \"chunks\" is missing; give the number of chunks in a phase"),
        Mistake(
            "name: x",
            "s.yaml:1:1: the document: the key \"task\" is missing; give what is learnt, such as {kind: lqr, plant: uav}"
        ),
        Mistake(
            "task: {kind: lqt, plant: uav}",
            "s.yaml:1:14: task.kind: unknown value \"lqt\"; did you mean \"lqr\"?"),
        Mistake(
            "- 1",
            "s.yaml:1:1: the document: expected a mapping of name, method, metric, seeds, parameters, task, precision, chunk, mode, learning_rate, schedule, label, divergence, optimizer, normalizer, rule, damping, sps, adam, found a list"
        ),
        Mistake(
            counterSweep("method: bayes"),
            "s.yaml:2:9: method: the method \"bayes\" is not supported; use grid"),
        Mistake(
            counterSweep("seeds: []"), "s.yaml:2:8: seeds: the list of seeds is empty; give at least one"),
        Mistake(counterSweep("seeds: [1, 2, 1]"), "s.yaml:2:15: seeds[2]: the seed 1 is listed twice"),
        Mistake(counterSweep("seeds: two"), "s.yaml:2:8: seeds: expected an integer, found \"two\""),
        Mistake(
            counterSweep("metric: {name: wrong_count}"),
            "s.yaml:2:16: metric.name: this task has no metric \"wrong_count\"; did you mean \"wrong_counts\"?"
        ),
    ]

    static let valueMistakes = [
        Mistake(
            "task: {kind: counter, phases: 0, chunks: 4}",
            "s.yaml:1:31: task.phases: 0 is out of range; give an integer of 1 to 1000000"),
        Mistake(
            "task: {kind: counter, phases: \"3\", chunks: 4}",
            "s.yaml:1:31: task.phases: expected an integer, found the quoted text \"3\""),
        Mistake(
            counterSweep("chunk: {kind: local, samples: 0}"),
            "s.yaml:2:31: chunk.samples: 0 is out of range; give an integer of 1 to 1000000000"),
        Mistake(
            counterSweep("mode: {average: {round: 0}}"),
            "s.yaml:2:25: mode.average.round: 0 is out of range; give an integer of 1 to 1000000"),
        Mistake(
            counterSweep("mode: average"), "s.yaml:2:7: mode: average needs its round: {average: {round: N}}"),
        Mistake(
            counterSweep("learning_rate: -1"),
            "s.yaml:2:16: learning_rate: -1 is out of range; give a number above 0"),
        Mistake(
            counterSweep("learning_rate: .nan"),
            "s.yaml:2:16: learning_rate: expected a number, found \".nan\""),
        Mistake(
            counterSweep("learning_rate: 1e999"),
            "s.yaml:2:16: learning_rate: 1e999 is too large for a number"),
        Mistake(
            counterSweep("schedule: step"),
            "s.yaml:2:11: schedule: step needs its numbers: {step: {every: 10, factor: 0.5}}"),
        Mistake(
            counterSweep("optimizer: adamw"),
            "s.yaml:2:12: optimizer: unknown value \"adamw\"; did you mean \"adam\"?"),
        Mistake(
            counterSweep("optimizer: sgd\nrule: adam"),
            "s.yaml:3:7: rule: optimizer already says it; give either optimizer, or normalizer and rule"),
        Mistake(
            counterSweep("chunk: {kind: mean, samples: 2}"),
            "s.yaml:2:8: chunk: the counter needs chunk kind local; leave the key out"),
        Mistake(
            "task: {kind: frozen-lake}\nprecision: float32\noptimizer: sgd\nlearning_rate: 0.1",
            "s.yaml:2:12: precision: control tasks need float64: in float32 the policy error stops falling at about 2e-6; leave the key out"
        ),
        Mistake(
            "task: {kind: frozen-lake}\noptimizer: sgd",
            "s.yaml:1:1: the document: the key \"learning_rate\" is missing; give a number, or its values under parameters"
        ),
        Mistake(
            "task: {kind: frozen-lake}\nlearning_rate: 1",
            "s.yaml:1:1: the document: the key \"optimizer\" is missing; give one of sgd, ignd, adam, adam-ignd, or normalizer and rule"
        ),
        Mistake(
            "task: {kind: frozen-lake, feature_scale: {values: [1, 2]}}",
            "s.yaml:1:51: task.feature_scale.values: has 2 values; give 64, one a place and move"),
        Mistake(
            "task: {kind: frozen-lake}\noptimizer: adam\nlearning_rate: 1\nmode: {async: {workers: 2}}",
            "s.yaml:4:7: mode: local chunks with Adam need one worker, not 2: its moments travel with the lease; use one worker, or chunk: {kind: mean, samples: ...}, or a rule without moments"
        ),
        Mistake(
            "task: {kind: frozen-lake}\noptimizer: adam\nlearning_rate: 1\nmode: {average: {round: 4}}",
            "s.yaml:4:7: mode: local chunks with Adam need one worker, not rounds of 4: moments cannot be averaged; use one worker, or chunk: {kind: mean, samples: ...}, or a rule without moments"
        ),
        Mistake(
            "task: {kind: supervised, epochs: 1, data: {csv: a.csv, target: y}, layers: [{dense: 8}, relu, {dense: 2}]}",
            "s.yaml:1:95: task.layers[2]: the last layer must be {dense: 1}: the method needs a model with one output"
        ),
        Mistake(
            "task: {kind: supervised, epochs: 1, data: {csv: a.csv, target: y}, layers: [{dense: 8}, rely, {dense: 1}]}",
            "s.yaml:1:89: task.layers[1]: unknown value \"rely\"; did you mean \"relu\"?"),
        Mistake(
            "task: {kind: supervised, epochs: 1, data: {csv: a.csv, target: y, split: {training: 0.8, validation: 0.1, test: 0.2}}}",
            "s.yaml:1:74: task.data.split: the fractions sum to 1.1; training, validation and test must sum to 1"
        ),
        Mistake(
            "task: {kind: supervised, epochs: 1, loss: logistic, data: {csv: a.csv, target: y, target_scale: mean}}",
            "s.yaml:1:97: task.data.target_scale: targets of the logistic loss are 0 and 1; leave the key out"
        ),
        Mistake(
            "task: {kind: supervised, epochs: 1, data: {csv: a.csv, target: y}}",
            "/nowhere/a.csv: cannot be read; is the path right? (ignd-ps data fetch gets the data of the examples)"
        ),
    ]

    static let parameterMistakes = [
        Mistake(
            counterSweep("parameters:\n  learning_rate: {values: []}"),
            "s.yaml:3:27: parameters.learning_rate.values: the list of values is empty; give at least one value"
        ),
        Mistake(
            counterSweep("parameters: {}"),
            "s.yaml:2:13: parameters: the grid is empty; give a key with its values, or leave it out"),
        Mistake(
            counterSweep("parameters: []"),
            "s.yaml:2:13: parameters: the list of grids is empty; give at least one grid, or leave it out"),
        Mistake(
            counterSweep("parameters:\n  learning_rate: [1, 2]"),
            "s.yaml:3:18: parameters.learning_rate: expected {values: [...]} or {value: ...}, found a list"),
        Mistake(
            counterSweep("parameters:\n  learning_rate: {vales: [1, 2]}"),
            "s.yaml:3:19: parameters.learning_rate.vales: unknown key; did you mean \"values\"?"),
        Mistake(
            counterSweep("parameters:\n  learning_rate: {values: [1, 2, 1]}"),
            "s.yaml:3:34: parameters.learning_rate.values[2]: 1 is listed twice; each value makes trials of its own"
        ),
        Mistake(
            counterSweep("parameters:\n  seeds: {values: [1]}"),
            "s.yaml:3:3: parameters.seeds: seeds repeat a configuration and are no parameter; give them as the key seeds"
        ),
        Mistake(
            counterSweep("parameters:\n  name: {values: [a]}"),
            "s.yaml:3:3: parameters.name: name belongs to the whole sweep and cannot vary"),
        Mistake(
            counterSweep("parameters:\n  learning_rat: {values: [1]}"),
            "s.yaml:3:3: learning_rat: unknown key; did you mean \"learning_rate\"?"),
        Mistake(
            counterSweep("parameters:\n  task.phase: {values: [1]}"),
            "s.yaml:3:3: task.phase: unknown key; did you mean \"phases\"?"),
        Mistake(
            counterSweep("parameters:\n  task.phases: {values: [1, x]}"),
            "s.yaml:3:29: task.phases: expected an integer, found \"x\""),
        Mistake(
            counterSweep("parameters:\n  task.phases.x: {values: [1]}"),
            "s.yaml:3:3: parameters.task.phases.x: task.phases is 3 in the document, not a mapping; it has no key \"x\""
        ),
        Mistake(
            counterSweep("parameters:\n  - learning_rate: {values: [1, 2]}\n  - learning_rate: {value: 2}"),
            "s.yaml:4:5: parameters[1].learning_rate: an earlier point of the sweep is the same trial as learning_rate 2; keep one of them"
        ),
    ]

    @Test func aCharacterThatCannotBeReadHasAPlace() {
        #expect(
            problem("seeds: 2\ntask: é\u{1}\n").hasPrefix("s.yaml:2:8: not valid YAML: control characters"))
    }

    @Test func aGridBeyondAllMeasureIsRefused() {
        let values = "{values: [\((1...20).map(String.init).joined(separator: ", "))]}"
        let axes = (0..<16).map { "  task.x\($0): \(values)\n" }.joined()
        let words = problem(counterSweep("parameters:\n" + axes))
        #expect(
            words.hasPrefix("s.yaml:") && words.contains("the grids have more than 10000 points"), "\(words)")
        let seeds = problem(counterSweep("seeds: 1000000\nparameters: {learning_rate: {values: [1, 0.5]}}\n"))
        #expect(seeds.contains("more than 1000000 trials"), "\(seeds)")
    }
}
