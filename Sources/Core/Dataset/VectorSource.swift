/// Samples that are plain numbers.
final class VectorSource<S: Scalar>: SampleSource<S> {
    private let rows: SupervisedRows<S>

    init(_ rows: SupervisedRows<S>) {
        self.rows = rows
        super.init(targets: rows.sampleTargets)
    }

    override func signal(_ number: Int32) -> Signal<S> {
        Signal(values: rows.rows + Int(number) * rows.stride, count: rows.inputs)
    }
}
