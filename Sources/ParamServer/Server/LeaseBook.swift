import Core
import Protocol

/// Who works on which chunk of a trial's phase. Leases are for scheduling only: that a chunk commits once is
/// `TrialProgress`'s business.
package struct LeaseBook {
    package struct Holder: Equatable {
        package let session: SessionID
        package let lease: Lease
        /// The version that the lease was granted at.
        package let base: UInt64
        /// When it was granted; in monotonic milliseconds.
        package let since: Int
    }

    /// In the order in which they were granted.
    package private(set) var holders: [Holder] = []
    private var counts: [SessionID: Int] = [:]
    /// The first chunk that was never leased, and those that came back.
    private var fresh = 0
    private var returned: [Int] = []

    package init() {}

    /// A session's leases in the order in which they are to be done.
    package func leases(of session: SessionID) -> [Lease] {
        holders.filter { $0.session == session }.map(\.lease).sorted {
            LeaseBook.place($0) < LeaseBook.place($1)
        }
    }

    private static func place(_ lease: Lease) -> Int {
        if case .chunk(_, let chunk) = lease { chunk } else { .max }
    }

    package func count(of session: SessionID) -> Int { counts[session] ?? 0 }

    /// How many sessions have a lease.
    package var sessionCount: Int { counts.count }

    package var isMilestoneLeased: Bool {
        holders.contains { if case .milestone = $0.lease { true } else { false } }
    }

    /// The lowest chunk in `range` that is neither committed nor leased.
    package mutating func nextChunk(in range: Range<Int>, committed: ChunkSet) -> Int? {
        while let chunk = returned.first, committed.contains(chunk) { returned.removeFirst() }
        if let chunk = returned.first, range.contains(chunk) { return chunk }
        while fresh < committed.capacity, committed.contains(fresh) { fresh += 1 }
        return range.contains(fresh) ? fresh : nil
    }

    package mutating func grant(_ lease: Lease, to session: SessionID, base: UInt64, now: Int) {
        if case .chunk(_, let chunk) = lease {
            if returned.first == chunk { returned.removeFirst() }
            if chunk == fresh { fresh += 1 }
        }
        holders.append(Holder(session: session, lease: lease, base: base, since: now))
        counts[session, default: 0] += 1
    }

    /// The chunk is committed, or the milestone done: whoever held it holds it no more.
    package mutating func settle(_ lease: Lease) { remove { $0.lease == lease } }

    /// The session died or left: its leases are free again.
    package mutating func release(_ session: SessionID) {
        if counts[session] != nil { release { $0.session == session } }
    }

    /// The session does not bring this one.
    package mutating func release(_ lease: Lease, of session: SessionID) {
        if counts[session] != nil { release { $0.session == session && $0.lease == lease } }
    }

    private mutating func release(where isReleased: (Holder) -> Bool) {
        for holder in holders where isReleased(holder) {
            if case .chunk(_, let chunk) = holder.lease { giveBack(chunk) }
        }
        remove(where: isReleased)
    }

    private mutating func remove(where isRemoved: (Holder) -> Bool) {
        for holder in holders where isRemoved(holder) {
            let count = counts[holder.session]! - 1
            counts[holder.session] = count == 0 ? nil : count
        }
        holders.removeAll(where: isRemoved)
    }

    private mutating func giveBack(_ chunk: Int) {
        let position = returned.firstIndex { $0 > chunk } ?? returned.endIndex
        returned.insert(chunk, at: position)
    }

    package mutating func startPhase() { self = LeaseBook() }
}
