/// The samples of a chunk on a layered network, one after the other.
struct LayeredSamples<S: Scalar> {
    let network: LayeredNetwork<S>
    private let source: SampleSource<S>
    private let numbers: [Int32]
    private let objective: Objective
    private(set) var done = 0
    /// False from the first sample on whose prediction, norm or factor was not finite.
    private(set) var isFinite = true

    init(_ network: LayeredNetwork<S>, source: SampleSource<S>, numbers: [Int32], objective: Objective) {
        self.network = network
        self.source = source
        self.numbers = numbers
        self.objective = objective
    }

    var count: Int { numbers.count }
    var isDone: Bool { !isFinite || done == count }

    /// Evaluates the next sample at `parameters`; its factor s, or nil if something is not finite.
    mutating func next(parameters: UnsafePointer<S>) -> S? {
        let number = numbers[done]
        done += 1
        let (output, squaredNorm) = network.evaluate(source.signal(number), parameters: parameters)
        let target = source.targets.values[Int(number)]
        let factor = S(
            objective.factor(
                prediction: Double(output), target: Double(target), squaredNorm: Double(squaredNorm)))
        isFinite = output.isFinite && squaredNorm.isFinite && factor.isFinite
        return isFinite ? factor : nil
    }
}
