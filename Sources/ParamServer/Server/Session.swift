import Core
import Protocol

/// What the server remembers of one worker process.
package struct Session {
    package let id: SessionID
    package var name: String
    /// The newest push or milestone that was answered: a lower number is a duplicate.
    package var lastNumber: UInt64 = 0
    /// Its newest refused pushes: sent again, they are refused in the same way.
    package private(set) var refusals: [Refusal] = []
    /// Pushes refused for what is in them, since it joined and since its last good one.
    package var refusedPushes = 0
    package var refusedInARow = 0
    /// Until then it gets no work; in monotonic milliseconds.
    package var quarantinedUntil: Int?
    package var wasQuarantined = false
    /// What it brought that counted.
    package var committed = 0
    package let joinedMilliseconds: Int
    package var lastHeardMilliseconds: Int
    /// What the worker said it holds, when it last asked or pushed.
    package var holding: Holding?
    /// How many leases it wants at a time.
    package var leases = 1
    /// The trial whose leases it has, or last had.
    package var trial: Int?
    /// Since when it waits for work that there was none of; in monotonic milliseconds.
    package var waitingSince: Int?

    package init(id: SessionID, name: String, lastNumber: UInt64, now: Int) {
        self.id = id
        self.name = Session.printable(name)
        self.lastNumber = lastNumber
        lastHeardMilliseconds = now
        joinedMilliseconds = now
    }

    /// Remembers a refusal, and forgets those whose numbers the worker does not wait for any more.
    package mutating func note(_ refusal: Refusal, oldestUnanswered: UInt64) {
        refusals.removeAll { $0.number < oldestUnanswered }
        if refusals.count == 2 * maximumLeases { refusals.removeFirst() }
        refusals.append(refusal)
    }

    package mutating func forgetRefusals() { refusals = [] }

    package func isQuarantined(at now: Int) -> Bool { quarantinedUntil.map { now < $0 } ?? false }

    /// A peer's text as it may stand in a log: one line, no control characters, not long.
    package static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(128).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                Unicode.Scalar("?")
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
