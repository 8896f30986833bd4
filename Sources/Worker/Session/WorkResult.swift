import Core

/// What came of a lease.
enum WorkResult {
    /// Nil: the chunk diverged.
    case chunk(Update?)
    case milestone(MilestoneResult, parameterHash: [UInt8])
}
