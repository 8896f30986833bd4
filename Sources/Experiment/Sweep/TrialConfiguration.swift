internal import Core

/// One point of a grid, read: a trial without its seed.
struct TrialConfiguration {
    let label: String
    let specification: TrialSpecification
}
