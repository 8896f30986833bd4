import Core
import Testing

@Suite struct MaxPoolLayerTests {
    @Test(arguments: [2, 3]) func ofEqualElementsTheFirstOneCounts(size: Int) {
        let edge = 34 * size
        let layer = MaxPoolLayer<Float>(channels: 1, height: edge, width: edge, size: size)
        let stack = LayerStack([layer], parameterCount: 0)
        let delta = (1...(34 * 34)).map { Double($0) }
        let sample = Sample(values: Array(repeating: 0.5, count: edge * edge))
        let result = stack.evaluate(sample, [], delta: delta, needsInput: true)
        for (place, value) in result.inputSensitivity!.enumerated() {
            let (y, x) = place.quotientAndRemainder(dividingBy: edge)
            let isFirst = y % size == 0 && x % size == 0
            #expect(value == (isFirst ? delta[y / size * 34 + x / size] : 0))
        }
    }

    @Test func whatIsLeftOverAtTheEdgesIsNotLookedAt() {
        let layer = MaxPoolLayer<Float>(channels: 1, height: 3, width: 5, size: 2)
        let values: [Double] = [1, 2, 3, 4, 99, 5, 6, 8, 7, 99, 99, 99, 99, 99, 99]
        let result = LayerStack([layer], parameterCount: 0).evaluate(
            Sample(values: values), [], delta: [10, 20], needsInput: true)
        #expect(result.output == [6, 8])
        #expect(result.inputSensitivity == [0, 0, 0, 0, 0, 0, 10, 20, 0, 0, 0, 0, 0, 0, 0])
        #expect(result.squaredNorm == 0)
    }

    @Test(arguments: 0..<4) func notANumberExceedsEverything(place: Int) {
        let layer = MaxPoolLayer<Float>(channels: 1, height: 2, width: 2, size: 2)
        var values = [3.0, 1, 2, 4]
        values[place] = .nan
        #expect(LayerStack([layer], parameterCount: 0).output(Sample(values: values), [])[0].isNaN)
    }
}
