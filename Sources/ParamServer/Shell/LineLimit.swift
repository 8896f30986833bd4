/// Keeps what peers cause from filling the log: the first line of a subject comes at once, then one each time the wait
/// has doubled, with the number of those that were left out.
package struct LineLimit {
    private struct Entry {
        var nextAt: Int
        var wait: Int
        var omitted = 0
        var seenAt: Int
    }

    private var entries: [String: Entry] = [:]
    private static let firstWaitMilliseconds = 10_000
    private static let longestWaitMilliseconds = 640_000
    /// Subjects beyond these share one entry.
    private static let subjectLimit = 64

    package init() {}

    /// How many lines of this subject were left out since the last; nil: leave this one out, too.
    package mutating func admit(_ subject: String, now: Int) -> Int? {
        let subject = entries[subject] != nil || makeRoom(now) ? subject : ""
        guard var entry = entries[subject] else {
            let wait = LineLimit.firstWaitMilliseconds
            entries[subject] = Entry(nextAt: now + wait, wait: wait, seenAt: now)
            return 0
        }
        entry.seenAt = now
        defer { entries[subject] = entry }
        guard now >= entry.nextAt else {
            entry.omitted += 1
            return nil
        }
        entry.wait = min(2 * entry.wait, LineLimit.longestWaitMilliseconds)
        entry.nextAt = now + entry.wait
        defer { entry.omitted = 0 }
        return entry.omitted
    }

    private mutating func makeRoom(_ now: Int) -> Bool {
        if entries.count < LineLimit.subjectLimit { return true }
        entries = entries.filter { now - $0.value.seenAt <= 2 * $0.value.wait }
        return entries.count < LineLimit.subjectLimit
    }
}
