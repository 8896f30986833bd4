/// What results need to know of a trial of the sweep.
package struct TrialKey: Sendable, Equatable {
    package var index: Int
    /// The configuration in words.
    package var label: String
    /// Everything that varies but learning rate and seed: rates compete within a group.
    package var group: String
    package var learningRate: Double
    package var seed: UInt64

    package init(index: Int, label: String, group: String, learningRate: Double, seed: UInt64) {
        self.index = index
        self.label = label
        self.group = group
        self.learningRate = learningRate
        self.seed = seed
    }
}
