import Core
import Protocol

/// Something that a person wants to know of a trial; derived from one journal record, so a replay derives it again.
struct Happening {
    enum Kind {
        case milestone([Metric])
        case ended(TrialOutcome, parameterHash: Digest)
    }

    let sequence: UInt64
    let timeMilliseconds: UInt64
    let trial: Int
    let phase: Int
    let version: UInt64
    let worker: SessionID
    let kind: Kind
}
