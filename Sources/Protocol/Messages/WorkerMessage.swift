package import Core

/// What a worker says. Every one of these is answered.
package enum WorkerMessage {
    case hello(Hello)
    /// "I have no work"; says what the worker holds.
    case ready(Holding?)
    case fetch(Fetch)
    case push(Push)
    case milestone(MilestoneReport)
    case heartbeat(activity: String)
    case goodbye(reason: String)
}

package struct Hello: Sendable, Equatable {
    package var name: String
    package var software: String
    /// How many the worker wants at a time.
    package var leases: Int

    package init(name: String, software: String, leases: Int = 1) {
        self.name = name
        self.software = software
        self.leases = leases
    }
}

/// The parameters that a worker holds: of which trial, at which version.
package struct Holding: Sendable, Equatable {
    package var trial: Int
    package var version: UInt64

    package init(trial: Int, version: UInt64) {
        self.trial = trial
        self.version = version
    }
}

/// Asks for a piece of a data set's file.
package struct Fetch: Sendable, Equatable {
    package var digest: String
    package var offset: Int
    package var length: Int

    package init(digest: String, offset: Int, length: Int) {
        self.digest = digest
        self.offset = offset
        self.length = length
    }
}

/// The result of one chunk.
package struct Push {
    /// 1, 2, 3 … of this session, shared with milestones; resent until answered, applied once.
    package var number: UInt64
    /// The lowest number this session still waits for: tells a gap from a refused push.
    package var oldestUnanswered: UInt64
    package var trial: Int
    package var phase: Int
    package var chunk: Int
    /// The version that the chunk was computed from.
    package var base: UInt64
    /// The session's push that makes the base, if the worker did not wait for its answer; 0: none.
    package var after: UInt64
    /// The version up to which every change has come to the worker, or will come by its own pushes.
    package var held: UInt64
    /// Nil: the chunk diverged.
    package var update: Update?

    package init(
        number: UInt64, oldestUnanswered: UInt64, trial: Int, phase: Int, chunk: Int, base: UInt64,
        after: UInt64 = 0, held: UInt64? = nil, update: Update?
    ) {
        self.number = number
        self.oldestUnanswered = oldestUnanswered
        self.trial = trial
        self.phase = phase
        self.chunk = chunk
        self.base = base
        self.after = after
        self.held = held ?? base
        self.update = update
    }
}

/// The result of a phase's milestone.
package struct MilestoneReport {
    package var number: UInt64
    package var oldestUnanswered: UInt64
    package var trial: Int
    package var phase: Int
    package var base: UInt64
    package var result: MilestoneResult
    /// SHA-256 of the parameters as the worker holds them at `base`; the server compares its own.
    package var parameterHash: [UInt8]

    package init(
        number: UInt64, oldestUnanswered: UInt64, trial: Int, phase: Int, base: UInt64,
        result: MilestoneResult, parameterHash: [UInt8]
    ) {
        self.number = number
        self.oldestUnanswered = oldestUnanswered
        self.trial = trial
        self.phase = phase
        self.base = base
        self.result = result
        self.parameterHash = parameterHash
    }
}
