import Core
import Testing

@Suite struct LinearAlgebraTests {
    @Test(arguments: [("UAV", PlantDescription.uav), ("BDT", .bdt)])
    func samplingAPlantAgreesWithScipy(name: String, description: PlantDescription) throws {
        let golden = try GoldenVectors.system(name)
        #expect(description.transition == golden.A)
        #expect(description.input == golden.B)
        #expect(description.noiseInput == golden.B1_noise)
        let pair = try #require(
            DiscretePair(holding: Matrix(golden.B), transition: Matrix(golden.A), period: 0.1))
        #expect(pair.transition.relativeError(to: Matrix(golden.Ad)) < 1e-14)
        #expect(pair.input.relativeError(to: Matrix(golden.Bd)) < 1e-14)
    }

    @Test(arguments: ["UAV", "BDT"], [0.9, 0.95, 0.99, 1])
    func riccatiSolutionsAgreeWithScipy(name: String, discount: Double) throws {
        let golden = try GoldenVectors.system(name)
        let expected = try #require(golden.dare["\(discount)"])
        let riccati = DiscountedRiccati(
            pair: DiscretePair(transition: Matrix(golden.Ad), input: Matrix(golden.Bd)),
            stateReward: Matrix(identity: golden.n, scale: -1),
            inputReward: Matrix(identity: golden.m, scale: -1), discount: discount)
        let solution = try riccati.solve()
        let gain = try riccati.gain(solution)
        #expect(solution.relativeError(to: Matrix(expected.S)) < 2e-12)
        #expect(gain.relativeError(to: Matrix(expected.K)) < 2e-12)
        #expect(try riccati.residual(solution) < 1e-13)
    }

    @Test func theExponentialOfARotationIsExactAfterManySquarings() throws {
        let angle = 40.0
        let rotation = try #require(Matrix([[0, -angle], [angle, 0]]).exponential)
        let half = try #require(Matrix([[0, -angle / 2], [angle / 2, 0]]).exponential)
        #expect((half * half - rotation).largestMagnitude < 1e-13)
        #expect((rotation * rotation.transposed - Matrix(identity: 2)).largestMagnitude < 1e-13)
        #expect((rotation[0, 0] - -0.6669380616522619).magnitude < 1e-13)
        let nilpotent = try #require(Matrix([[0, 3], [0, 0]]).exponential)
        #expect((nilpotent - Matrix([[1, 3], [0, 1]])).largestMagnitude < 1e-15)
    }

    @Test func aScalarRiccatiEquationHasItsKnownRoot() throws {
        // s² − s − 1 = 0 for a = b = q = r = 1: the golden ratio.
        let riccati = DiscountedRiccati(
            pair: DiscretePair(transition: Matrix([[1]]), input: Matrix([[1]])), stateReward: Matrix([[-1]]),
            inputReward: Matrix([[-1]]), discount: 1)
        let solution = try riccati.solve()
        #expect((solution[0, 0] - 1.618033988749895).magnitude < 1e-14)
    }

    @Test func aPlantThatNoInputHoldsHasNoRiccatiSolution() throws {
        let riccati = DiscountedRiccati(
            pair: DiscretePair(transition: Matrix([[1.2]]), input: Matrix([[0]])),
            stateReward: Matrix([[-1]]), inputReward: Matrix([[-1]]), discount: 1)
        #expect(throws: DiscountedRiccati.Failure.diverges) { try riccati.solve() }
    }

    @Test func definitenessIsSeen() {
        #expect(Matrix([[2, 1], [1, 2]]).isPositiveDefinite)
        #expect(!Matrix([[1, 2], [2, 1]]).isPositiveDefinite)
        #expect(!Matrix([[0]]).isPositiveDefinite)
        #expect(!Matrix([[.nan]]).isPositiveDefinite)
        #expect(Matrix([[1, 2], [2, 1]]).solvePositiveDefinite(Matrix([[1], [1]])) == nil)
        #expect(Matrix([[1, 2], [2, 4]]).solve(Matrix([[1], [1]])) == nil)
    }
}
