package import Core

/// One trial of a sweep with everything filled in.
package struct ResolvedTrial: Codable, Sendable, Equatable {
    /// Its place in the sweep, from 0.
    package var index: Int
    /// The method's name in tables and curves.
    package var label: String
    /// Everything that varies but the learning rate and the seed: trials of one group compete for the best rate.
    package var group: String
    package var learningRate: Double
    package var seed: UInt64
    package var specification: TrialSpecification

    package init(
        index: Int, label: String, group: String, learningRate: Double, seed: UInt64,
        specification: TrialSpecification
    ) {
        self.index = index
        self.label = label
        self.group = group
        self.learningRate = learningRate
        self.seed = seed
        self.specification = specification
    }
}
