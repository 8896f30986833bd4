/// A server that nobody works for: people are told at doubling intervals, and at last it gives up.
package struct IdleWatch {
    private let timeoutMilliseconds: Int
    private var since: Int?
    private var interval = IdleWatch.firstNoteMilliseconds
    private static let firstNoteMilliseconds = 60_000

    package init(timeoutMilliseconds: Int) { self.timeoutMilliseconds = timeoutMilliseconds }

    /// What to say now, or nil.
    package mutating func note(isAlone: Bool, now: Int) -> String? {
        guard isAlone else {
            since = nil
            interval = IdleWatch.firstNoteMilliseconds
            return nil
        }
        let start = since ?? now
        since = start
        guard now - start >= interval else { return nil }
        while interval <= now - start { interval *= 2 }
        return "no worker is here since \((now - start) / 1_000) s: start some, or add --local-workers"
    }

    package func isOver(now: Int) -> Bool { since.map { now - $0 > timeoutMilliseconds } ?? false }
}
