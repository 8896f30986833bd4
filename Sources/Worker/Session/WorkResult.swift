import Core

/// What came of a lease.
package enum WorkResult {
    /// Nil: the chunk diverged.
    case chunk(Update?)
    case milestone(MilestoneResult, parameterHash: [UInt8])
}
