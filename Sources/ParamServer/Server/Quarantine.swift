/// How long a worker gets no work whose pushes are refused again and again for what is in them: it would take leases
/// from others, and bring nothing.
package enum Quarantine {
    /// So many refusals in a row are no accident.
    package static let refusals = 3
    private static let longestMilliseconds = 3_600_000

    /// One lease's time at first, twice as long with each further refusal; nil: not yet.
    package static func milliseconds(refusedInARow count: Int, lease: Int) -> Int? {
        guard count >= refusals else { return nil }
        return min(lease << min(count - refusals, 20), max(longestMilliseconds, lease))
    }
}
