import Protocol

/// What a push and a milestone report have in common: a number, the work that they are the result of, and what their
/// session held.
struct Turn {
    let number: UInt64
    let oldestUnanswered: UInt64
    let trial: Int
    let lease: Lease
    let base: UInt64
    let held: UInt64
    let isPush: Bool

    init(of push: Push) {
        number = push.number
        oldestUnanswered = push.oldestUnanswered
        trial = push.trial
        lease = .chunk(phase: push.phase, chunk: push.chunk)
        base = push.base
        held = push.held
        isPush = true
    }

    init(of report: MilestoneReport) {
        number = report.number
        oldestUnanswered = report.oldestUnanswered
        trial = report.trial
        lease = .milestone(phase: report.phase)
        base = report.base
        held = report.base
        isPush = false
    }

    init(of record: Record) {
        switch record.body {
        case .push(let push): self.init(of: push)
        case .milestone(let report): self.init(of: report)
        }
    }
}
