/// One record of the journal: a commit or a milestone, as it was applied.
package struct Record {
    package enum Body {
        case push(Push)
        case milestone(MilestoneReport)
    }

    /// Unix time of the commit: for people; nothing is computed from it.
    package var timeMilliseconds: UInt64
    package var session: SessionID
    /// The trial's version after this record.
    package var version: UInt64
    /// The rate by which the update was applied; recorded, so that a replay need not know why.
    package var rate: Double
    package var staleness: UInt64
    package var body: Body

    package init(
        timeMilliseconds: UInt64, session: SessionID, version: UInt64, rate: Double, staleness: UInt64,
        body: Body
    ) {
        self.timeMilliseconds = timeMilliseconds
        self.session = session
        self.version = version
        self.rate = rate
        self.staleness = staleness
        self.body = body
    }

    package var trial: Int {
        switch body {
        case .push(let push): return push.trial
        case .milestone(let report): return report.trial
        }
    }

    package var number: UInt64 {
        switch body {
        case .push(let push): return push.number
        case .milestone(let report): return report.number
        }
    }
}

extension Record {
    /// The work that is done with this.
    package var lease: Lease {
        switch body {
        case .push(let push): return .chunk(phase: push.phase, chunk: push.chunk)
        case .milestone(let report): return .milestone(phase: report.phase)
        }
    }
}
