/// What is done, in this order, to put a snapshot in the place of the records behind it. A crash between any two steps
/// loses nothing: the new snapshot stands on records and results that are on the disk, and nothing goes that the
/// last two snapshots need.
package enum CheckpointStep: CaseIterable, Sendable {
    /// Records up to here survive a loss of power: a snapshot is never ahead of the journal.
    case syncJournal
    /// So do events and final parameters, which recovery derives only from records behind the snapshot.
    case syncResults
    /// Written under a temporary name, synced, renamed, the directory synced.
    case writeSnapshot
    /// The next record begins a new segment.
    case startSegment
    /// All but the newest two.
    case removeSnapshots
    /// Those that the retention does not keep.
    case removeSegments
}
