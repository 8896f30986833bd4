import Experiment
import Testing

/// A user's own plant is checked where it stands in the file.
@Suite struct PlantErrorTests {
    private func plantProblem(_ plant: String, _ more: String = "") -> String {
        problem("task:\n  kind: lqr\n\(more)  plant: \(plant)\noptimizer: ignd\nlearning_rate: 1\n")
    }

    @Test func anUnknownPlantIsNamed() {
        #expect(
            plantProblem("uva")
                == "s.yaml:3:10: task.plant: there is no plant \"uva\"; did you mean \"uav\"?, or a mapping with a and b"
        )
    }

    @Test func shapesMustFit() {
        #expect(
            plantProblem("{a: [[1, 0]], b: [[1]], discrete: true}")
                == "s.yaml:3:14: task.plant.a: is 1×2; A must be square, one row and one column a state")
        #expect(
            plantProblem("{a: [[1, 0], [0]], b: [[1]], discrete: true}")
                == "s.yaml:3:23: task.plant.a[1]: has 1 numbers; the first row has 2, and rows are equally long"
        )
        #expect(
            plantProblem("{a: [[1, 0], [0, 1]], b: [[1]], discrete: true}")
                == "s.yaml:3:35: task.plant.b: has 1 rows; it must have 2, one a state, as A has")
        #expect(
            plantProblem("{a: [[1]], b: [[1]], discrete: true, input_reward: [1, 2]}")
                == "s.yaml:3:61: task.plant.input_reward: has 2 diagonal entries; it must have 1")
        #expect(
            plantProblem("uav", "  initial_gain: [[1, 2]]\n")
                == "s.yaml:3:17: task.initial_gain: is 1×2; it must be 3×5")
    }

    @Test func timeMustBeSaid() {
        #expect(
            plantProblem("{a: [[1]], b: [[1]]}")
                == "s.yaml:3:10: task.plant: the key \"sampling_period\" is missing; give it, or say discrete: true if A and B are discrete-time"
        )
        #expect(
            plantProblem("{a: [[1]], b: [[1]], discrete: true, sampling_period: 0.1}")
                == "s.yaml:3:64: task.plant.sampling_period: the plant is discrete already; leave out one of the two keys"
        )
        #expect(
            plantProblem("{a: [[1]], b: [[1]], discrete: true}", "  sampling_period: 0.1\n")
                == "s.yaml:3:20: task.sampling_period: belongs into the plant when the plant is given by its matrices; move it there"
        )
    }

    @Test func noiseNeedsItsInput() {
        #expect(
            plantProblem("{a: [[1]], b: [[1]], sampling_period: 0.1}", "  noise: gym\n")
                == "s.yaml:3:10: task.noise: gym needs the plant's noise_input, the matrix B1; give it, or a number here"
        )
    }

    @Test func aPlantThatCannotBeStabilisedIsRefused() {
        let sentence = plantProblem("{a: [[2, 0], [0, 0.5]], b: [[0], [1]], discrete: true}")
        #expect(sentence.hasPrefix("s.yaml:3:10: task.plant: at discount 0.9 "))
    }

    @Test func aCostInPlaceOfARewardIsRefused() {
        let sentence = plantProblem("{a: [[1]], b: [[1]], discrete: true, input_reward: 1}")
        #expect(sentence.hasPrefix("s.yaml:3:10: task.plant: R is not negative definite"))
    }
}
