import Protocol

/// A lease to start on, and what brings the parameters to its base.
package struct Start {
    package var trial: Int
    package var lease: Lease
    /// JSON of the trial's specification; empty if the trial is on the bench.
    package var specification: [UInt8]
    /// What came since the last start, in its order.
    package var syncs: [Sync]
}
