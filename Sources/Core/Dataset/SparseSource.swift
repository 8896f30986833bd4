/// Samples that are sparse rows.
final class SparseSource<S: Scalar>: SampleSource<S> {
    private let samples: SparseSamples<S>

    init(_ samples: SparseSamples<S>) {
        self.samples = samples
        super.init(targets: samples.sampleTargets)
    }

    override var longest: Int { samples.longest }

    override func signal(_ number: Int32) -> Signal<S> {
        let start = Int(samples.offsets[Int(number)])
        return Signal(
            indices: samples.columnIndices + start, values: samples.values + start,
            count: Int(samples.offsets[Int(number) + 1]) - start)
    }
}
