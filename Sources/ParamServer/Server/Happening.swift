import Core
import Protocol

/// Something that a person wants to know of a trial; derived from one journal record, so a replay derives it again.
package struct Happening {
    package enum Kind {
        /// With the staleness of the phase's commits.
        case milestone([Metric], StalenessHistogram)
        /// With the staleness of what was committed since the last milestone.
        case ended(TrialOutcome, parameterHash: Digest, StalenessHistogram)
    }

    package let sequence: UInt64
    package let timeMilliseconds: UInt64
    package let trial: Int
    package let phase: Int
    package let version: UInt64
    package let worker: SessionID
    package let kind: Kind
}
