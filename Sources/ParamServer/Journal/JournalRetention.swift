import ArgumentParser

/// How much of a journal is kept. Recovery needs only what stands behind the older of the last two snapshots; what
/// comes before is for `replay` and `verify`.
package struct JournalRetention: Sendable, Equatable {
    package enum Policy: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Every record from the first on.
        case all
        /// All while the files are within the limit; then the oldest go.
        case limited
        /// What recovery needs.
        case bounded
    }

    package var policy: Policy
    package var limitBytes: Int

    package init(_ policy: Policy, limitBytes: Int = 0) {
        self.policy = policy
        self.limitBytes = limitBytes
    }

    /// The first records of the segments that go, oldest first; `snapshots` are the sequences of those that are kept.
    package func removable(_ segments: [JournalSegment], snapshots: [UInt64]) -> [UInt64] {
        guard policy != .all, snapshots.count >= SnapshotFile.kept, let oldest = snapshots.min() else {
            return []
        }
        var excess = policy == .bounded ? Int.max : segments.reduce(-limitBytes) { $0 + $1.byteCount }
        var removable: [UInt64] = []
        for (segment, next) in zip(segments, segments.dropFirst()) {
            // A segment ends where the next one begins; one that holds a record behind the snapshot stays.
            guard excess > 0, next.first <= oldest + 1 else { break }
            removable.append(segment.first)
            excess -= segment.byteCount
        }
        return removable
    }
}
