import Testing

import Experiment

@Suite struct AxisTests {
    @Test func aLongLogarithmicAxisHasTicksAtDecades() {
        let axis = Axis.logarithmic(3e-4...20)
        #expect(axis.lower == 1e-4 && axis.upper == 100)
        #expect(axis.ticks.map(\.value) == [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100])
        #expect(axis.ticks.map(\.exponent) == ["−4", "−3", "−2", "−1", "0", "1", "2"])
    }

    @Test(arguments: [(1e-12...10.0), (1e-16...1e150), (1e-9...1e9)])
    func aVeryLongLogarithmicAxisLeavesDecadesOut(range: ClosedRange<Double>) {
        let ticks = Axis.logarithmic(range).ticks
        #expect((3...9).contains(ticks.count))
        #expect(Set(ticks.map(\.label)) == ["10"])
    }

    @Test func aShortLogarithmicAxisHasOneTwoAndFive() {
        let axis = Axis.logarithmic(0.28...0.63)
        #expect(axis.ticks.map(\.label) == ["0.2", "0.5", "1"])
        #expect(axis.fraction(0.2) == 0 && axis.fraction(1) == 1)
    }

    @Test func aSingleNumberHasAnAxisToo() {
        for axis in [Axis.logarithmic(1...1), .logarithmic(0.3...0.3), .linear(0...0), .linear(7...7)] {
            #expect(axis.lower < axis.upper)
            #expect(!axis.ticks.isEmpty)
        }
    }

    @Test func aLinearAxisHasRoundTicksInside() {
        #expect(Axis.linear(0...20, isWhole: true).ticks.map(\.label) == ["0", "5", "10", "15", "20"])
        #expect(Axis.linear(0.17...0.42).ticks.map(\.label) == ["0.2", "0.25", "0.3", "0.35", "0.4"])
        #expect(Axis.linear(0...2, isWhole: true).ticks.map(\.label) == ["0", "1", "2"])
    }
}
