import Core
import Protocol

/// What the server remembers of one worker process.
package struct Session {
    package let id: SessionID
    package var name: String
    /// The newest push or milestone that was answered: a lower number is a duplicate.
    package var lastNumber: UInt64 = 0
    /// Its newest refused push: sent again, it is refused again.
    package var lastRefusal: Refusal?
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
    /// The trial whose lease it has, or last had.
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
