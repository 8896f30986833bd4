import Experiment

extension ParameterStore {
    /// Takes note of the metrics that a milestone reports.
    mutating func observe(_ happening: Happening) {
        if case .milestone(let metrics, _) = happening.kind { observe(metrics, of: happening.trial) }
    }
}
