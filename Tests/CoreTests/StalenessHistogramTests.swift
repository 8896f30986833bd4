import Core
import Testing

@Suite struct StalenessHistogramTests {
    @Test func bucketsDouble() {
        var histogram = StalenessHistogram()
        for staleness: UInt64 in [0, 0, 1, 2, 3, 4, 7, 8, 15, 16] { histogram.add(staleness: staleness) }
        #expect(histogram.counts == [2, 1, 2, 2, 2, 1])
        #expect(histogram.total == 10)
    }

    @Test func everyNumberLiesInItsBucket() {
        for staleness: UInt64 in Array(0...1_000) + [1 << 40, .max] {
            var histogram = StalenessHistogram()
            histogram.add(staleness: staleness)
            let bucket = histogram.counts.count - 1
            #expect(StalenessHistogram.range(ofBucket: bucket).contains(staleness))
            #expect(bucket == 0 || !StalenessHistogram.range(ofBucket: bucket - 1).contains(staleness))
        }
    }

    @Test func sumsAreByBucket() {
        var left = StalenessHistogram(counts: [1, 2])
        left.add(StalenessHistogram(counts: [1, 0, 5]))
        #expect(left == StalenessHistogram(counts: [2, 2, 5, 0]))
    }
}
