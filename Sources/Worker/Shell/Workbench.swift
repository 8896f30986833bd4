import Core
import Protocol

/// Where a trial's work is done: the trainer, and the copy of the parameters that it starts from.
package final class Workbench {
    package let trial: Int
    private let trainer: any Trainer
    private let replica: Replica
    private var lease: Lease?
    private var milestone: Milestone?
    private var slice = SliceLength()

    package init(trial: Int, specification: TrialSpecification, dataset: Dataset?) throws {
        self.trial = trial
        trainer = try specification.makeTrainer(dataset: dataset)
        replica = Replica(trial: trial, plan: specification.plan)
    }

    /// Brings the parameters up to date and starts on the lease.
    package func begin(_ start: Start) throws(Replica.Fault) {
        for sync in start.syncs { try replica.follow(sync) }
        lease = start.lease
        switch start.lease {
        case .chunk(let phase, let chunk): trainer.begin(phase: phase, chunk: chunk, state: replica.state)
        case .milestone(let phase):
            milestone = trainer.startMilestone(phase: phase, state: replica.state)
        }
    }

    /// Works for about so long; the result when the lease is done.
    package func work(forMilliseconds budget: Int) -> WorkResult? {
        switch lease {
        case .milestone:
            guard let result = slice.run(forMilliseconds: budget, { milestone?.advance(samples: $0) }) else {
                return nil
            }
            milestone = nil
            return .milestone(result, parameterHash: Digest(of: replica.state.parameterBytes).bytes)
        case .chunk where slice.run(forMilliseconds: budget, { trainer.advance(samples: $0) }):
            switch trainer.finish() {
            case .update(let update): return .chunk(update)
            case .diverged: return .chunk(nil)
            }
        case .chunk, nil: return nil
        }
    }

    /// Keeps what was pushed, so that the server need not send it back.
    package func keep(_ result: WorkResult, number: UInt64) {
        switch result {
        case .chunk(.some(let update)): replica.keep(update, number: number)
        case .milestone(let milestone, _): replica.keep(milestone.assignment, number: number)
        case .chunk(nil): break
        }
    }

    package func settle(number: UInt64) { replica.settle(number: number) }

    package func drop(number: UInt64) { replica.drop(number: number) }

    /// Goes on from the base with the own update, before the server has said so.
    package func apply(_ update: Update, rate: Double) { replica.apply(update, rate: rate) }
}
