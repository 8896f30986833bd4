import Core
import Testing

@Suite struct LargestMagnitudeTests {
    private func largest<S: Scalar>(_ values: [S]) -> S { S.largestMagnitude(values, count: values.count) }

    @Test(arguments: 0..<70) func itIsTheLargestAbsoluteValueAtAnyPlace(place: Int) {
        var values = [Float](repeating: 0.5, count: 70)
        values[place] = -3.25
        #expect(largest(values) == 3.25)
        #expect(largest(values.map(Double.init)) == 3.25)
        #expect(largest([Float]()) == 0)
    }

    @Test(arguments: 0..<70) func infinityAndNotANumberWin(place: Int) {
        var values = [Double](repeating: 1e300, count: 70)
        values[place] = -.infinity
        #expect(largest(values) == .infinity)
        values[(place + 7) % 70] = .nan
        #expect(largest(values).isNaN)
        #expect(largest(values.map { Float($0) }).isNaN)
    }
}
