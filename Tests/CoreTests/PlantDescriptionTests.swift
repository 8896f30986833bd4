import Core
import Testing

@Suite struct PlantDescriptionTests {
    private func double(
        a: [[Double]] = [[0.9, 0.1], [0, 0.8]], b: [[Double]] = [[0], [1]], b1: [[Double]] = [],
        timing: PlantDescription.Timing = .discrete, noise: PlantDescription.Noise = .none,
        q: [[Double]]? = nil, r: [[Double]]? = nil
    ) -> PlantDescription {
        PlantDescription(
            transition: a, input: b, noiseInput: b1, timing: timing, noise: noise, stateReward: q,
            inputReward: r)
    }

    @Test func theBuiltInPlantsHaveTheGainsOfThePaper() throws {
        let uav = try PlantDescription.uav.resolve(discount: 0.9)
        let bdt = try PlantDescription.bdt.resolve(discount: 0.9)
        for (name, found) in [("UAV", uav), ("BDT", bdt)] {
            let expected = try #require(try GoldenVectors.system(name).dare["0.9"])
            #expect(relativeError(found.optimalGain, to: expected.K.flatMap { $0 }) < 1e-12)
        }
        #expect(uav.plant.states == 5 && uav.plant.inputs == 3 && uav.plant.noise.isEmpty)
        #expect(bdt.plant.states == 11 && bdt.plant.inputs == 3)
    }

    @Test func theNoiseRulesScaleTheNoiseInput() throws {
        var plant = PlantDescription.uav
        let b1 = Matrix(plant.noiseInput)
        plant.noise = .gym
        let gym = try plant.resolve(discount: 0.9).plant.noise
        #expect(relativeError(gym, to: (0.1 * (b1 * b1.transposed)).values) < 1e-15)
        plant.noise = .sqrt
        let root = try plant.resolve(discount: 0.9).plant.noise
        #expect(relativeError(root, to: b1.values.map { $0 * 0.1.squareRoot() }) < 1e-15)
        plant.noise = .isotropic(0.5)
        #expect(try plant.resolve(discount: 0.9).plant.noise == Matrix(identity: 5, scale: 0.5).values)
    }

    @Test func aDiscretePlantIsTakenAsItIs() throws {
        let plant = try double().resolve(discount: 0.9).plant
        #expect(plant.transition == [0.9, 0.1, 0, 0.8])
        #expect(plant.stateReward == [-1, 0, 0, -1])
        #expect(plant.inputReward == [-1])
    }

    @Test func anUnrewardedGrowthIsStillToBeHeld() {
        let plant = double(a: [[1.5, 0], [0, 0.5]], b: [[0], [1]], q: [[0, 0], [0, -1]])
        #expect(throws: PlantFault.self) { try plant.resolve(discount: 1) }
        #expect(throws: Never.self) { try plant.resolve(discount: 0.4) }
    }

    @Test func aWrongPlantIsRefusedWithWhatWouldBeRight() {
        let cases: [(PlantDescription, Double, String)] = [
            (double(), 1.5, "the discount is 1.5, it must be above 0 and at most 1"),
            (double(a: []), 0.9, "A is empty"),
            (double(a: [[1, 0], [0]]), 0.9, "row 2 of A has 1 numbers, it must have 2"),
            (double(a: [[1, .nan], [0, 1]]), 0.9, "row 1 of A has a number that is not finite"),
            (double(a: [[1, 0]]), 0.9, "A is 1×2, it must be square"),
            (double(b: [[1]]), 0.9, "B has 1 rows, it must have 2"),
            (double(timing: .continuous(period: 0)), 0.9, "the sampling period is 0.0"),
            (double(timing: .continuous(period: 1e6)), 0.9, "a shorter one is needed"),
            (double(q: [[1, 0], [0, -1]]), 0.9, "Q is not negative semidefinite"),
            (double(q: [[-1]]), 0.9, "Q is 1×1, it must be 2×2"),
            (double(q: [[-1, 0.5], [0, -1]]), 0.9, "Q is not symmetric"),
            (double(r: [[0]]), 0.9, "R is not negative definite"),
            (double(r: [[1]]), 0.9, "a cost has a minus sign"),
            (double(noise: .gym), 0.9, "'gym' needs a sampling period"),
            (double(timing: .continuous(period: 1), noise: .sqrt), 0.9, "'sqrt' needs B1"),
            (double(b1: [[1]], timing: .continuous(period: 1), noise: .sqrt), 0.9, "B1 has 1 rows"),
            (double(noise: .isotropic(-1)), 0.9, "the noise deviation is -1.0"),
            (double(a: [[1.5, 0], [0, 0.5]]), 1, "not stabilisable"),
        ]
        for (plant, discount, sentence) in cases {
            let fault = #expect(throws: PlantFault.self) { try plant.resolve(discount: discount) }
            #expect(fault?.description.contains(sentence) == true, "\(String(describing: fault))")
        }
    }
}
