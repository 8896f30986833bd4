import Core
import Protocol

/// What the server remembers of one worker process.
struct Session {
    let id: SessionID
    var name: String
    /// The newest push or milestone that was answered: a lower number is a duplicate.
    var lastNumber: UInt64 = 0
    var lastHeardMilliseconds: Int
    /// What the worker said it holds, when it last asked or pushed.
    var holding: Holding?
    /// The trial whose lease it has, or last had.
    var trial: Int?
    /// It asked for work and there was none.
    var isWaiting = false
    var hasSaidGoodbye = false
}
