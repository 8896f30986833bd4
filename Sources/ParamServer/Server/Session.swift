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
    /// Pushes refused for what is in them.
    package var refusedPushes = 0
    package var lastHeardMilliseconds: Int
    /// What the worker said it holds, when it last asked or pushed.
    package var holding: Holding?
    /// The trial whose lease it has, or last had.
    package var trial: Int?
    /// It asked for work and there was none.
    package var isWaiting = false

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
