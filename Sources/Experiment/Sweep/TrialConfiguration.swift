internal import Core

/// One point of a grid, read: a trial without its seed.
struct TrialConfiguration {
    let label: String
    let specification: TrialSpecification
    /// `samples: auto`: the specification's number of samples is not its own yet.
    let hasOpenChunk: Bool
}
