import Core
import Experiment
import Testing

@Suite struct SweepGridTests {
    @Test func theLastKeyIsFastestAndSeedsAreInnermost() throws {
        let sweep = try parse(
            counterSweep(
                """
                seeds: [7, 3]
                parameters:
                  task.phases: {values: [1, 2]}
                  learning_rate: {values: [0.5, 0.25]}
                """))
        let order = sweep.trials.map { trial -> String in
            guard case .counter(let counter) = trial.specification.task else { return "" }
            return "\(counter.phases) \(trial.learningRate) \(trial.seed)"
        }
        #expect(
            order == [
                "1 0.5 7", "1 0.5 3", "1 0.25 7", "1 0.25 3", "2 0.5 7", "2 0.5 3", "2 0.25 7", "2 0.25 3",
            ])
        #expect(sweep.trials.map(\.index) == Array(0..<8))
        #expect(sweep.trials.allSatisfy { $0.specification.seed == $0.seed })
    }

    @Test func aListOfGridsIsTheirUnion() throws {
        let sweep = try parse(
            """
            task: {kind: frozen-lake}
            seeds: 1
            parameters:
              - optimizer: {value: sgd}
                learning_rate: {values: [0.1, 0.001]}
              - optimizer: {value: ignd}
                learning_rate: {value: 0.1}
            """)
        #expect(sweep.trials.map(\.label) == ["QL", "QL", "IGNDQ"])
        #expect(sweep.trials.map(\.group) == ["QL", "QL", "IGNDQ"])
        #expect(sweep.trials.map(\.learningRate) == [0.1, 0.001, 0.1])
        #expect(sweep.trials[2].specification.normalizer == .ignd(epsilon: 0, lambda: 0))
        #expect(sweep.metric == SweepMetric(name: "q_rmse", goal: .minimize))
    }

    @Test func aParameterReplacesWhatTheDocumentSays() throws {
        let sweep = try parse(
            counterSweep("learning_rate: 9\nparameters: {learning_rate: {values: [1, 2]}}"))
        #expect(sweep.trials.map(\.learningRate) == [1, 2])
    }

    @Test func aDottedKeyMakesTheMappingsThatAreMissing() throws {
        let sweep = try parse(counterSweep("parameters: {mode.average.round: {values: [1, 4]}}"))
        #expect(sweep.trials.map(\.specification.mode) == [.average(round: 1), .average(round: 4)])
        #expect(sweep.trials.map(\.group) == ["counter round=1", "counter round=4"])
    }

    @Test func groupsNameWhatTheLabelDoesNotSay() throws {
        let sweep = try parse(
            """
            task: {kind: frozen-lake}
            parameters:
              task.feature_scale: {values: [none, {range: 10}]}
              optimizer: {values: [sgd, ignd]}
              learning_rate: {values: [0.1, 0.2]}
            """)
        let groups = sweep.trials.map(\.group)
        #expect(groups[0] == groups[1])
        #expect(
            [groups[0], groups[2], groups[4]] == [
                "QL feature_scale=none", "IGNDQ feature_scale=none", "QL feature_scale={range: 10}",
            ])
    }

    @Test func aNumberOfSeedsCountsFromZero() throws {
        #expect(try parse(counterSweep("seeds: 3")).trials.map(\.seed) == [0, 1, 2])
        #expect(try parse(counterSweep()).trials.map(\.seed) == [0])
    }

    @Test func theNameIsThatOfTheFileUnlessItIsGiven() throws {
        #expect(try parse(counterSweep()).name == "s")
        #expect(try parse(counterSweep("name: own")).name == "own")
    }

    @Test func builtInPlantsGetTheirGain() throws {
        let sweep = try parse("task: {kind: lqr, plant: uav}\noptimizer: ignd\nlearning_rate: 1")
        guard case .lqr(let lqr) = sweep.trials[0].specification.task else {
            Issue.record("not an LQR task")
            return
        }
        // ‖K*‖ of the UAV at discount 0.9, from an independent program.
        let norm = lqr.optimalGain.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(norm - 1.21039) < 5e-6)
        #expect(lqr.initialGain == Array(repeating: 0, count: 15))
        #expect(!lqr.hasBiasFeature && lqr.updatesPerImprovement == 2_000)
        #expect(sweep.metric.name == "relative_policy_error")
    }

    @Test func aPlantOfOnesOwnIsResolved() throws {
        let sweep = try parse(
            """
            task:
              kind: lqr
              plant: {a: [[0, 1], [0, 0]], b: [[0], [1]], sampling_period: 0.5, noise_input: [[0], [1]], state_reward: [-1, -2]}
              noise: sqrt
              initial_gain: -0.1
            optimizer: ignd
            learning_rate: 1
            """)
        guard case .lqr(let lqr) = sweep.trials[0].specification.task else {
            Issue.record("not an LQR task")
            return
        }
        #expect(zip(lqr.plant.transition, [1, 0.5, 0, 1]).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(zip(lqr.plant.input, [0.125, 0.5]).allSatisfy { abs($0 - $1) < 1e-14 })
        #expect(lqr.plant.stateReward == [-1, 0, 0, -2])
        #expect(lqr.plant.noise == [0, 0.5.squareRoot()])
        #expect(lqr.initialGain == [-0.1, -0.1])
        #expect(lqr.hasBiasFeature && lqr.updatesPerImprovement == 5_000)
    }
}
