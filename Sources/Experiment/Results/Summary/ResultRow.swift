/// One configuration: the runs that differ in nothing but the seed.
package struct ResultRow: Sendable {
    package let label: String
    package let learningRate: Double
    /// Its trials in the order of their seeds.
    package let histories: [TrialHistory]
    /// All seeds, by the metric of the choice.
    package let tally: Tally

    init(_ histories: [TrialHistory], metric: String) {
        self.histories = histories.sorted { ($0.key.seed, $0.key.index) < ($1.key.seed, $1.key.index) }
        label = histories[0].key.label
        learningRate = histories[0].key.learningRate
        tally = Tally(self.histories, metric: metric)
    }

    func histories(of seeds: [UInt64]) -> [TrialHistory] { histories.filter { seeds.contains($0.key.seed) } }

    package func point(of metric: String, phase: Int) -> CurvePoint {
        CurvePoint(phase: phase, histories.map { $0.point(of: metric, phase: phase) })
    }
}
