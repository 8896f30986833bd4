import Core

/// The shortest driver of a trial: one process, no server. Milestone, chunks, milestone, chunks …
struct SerialRun {
    let state: ParameterState
    private(set) var milestones: [MilestoneResult] = []
    private(set) var diverged = false

    /// `lookUp` is the number of samples between two looks up from the work.
    init(_ trial: TrialSpecification, lookUp: Int = 100) throws {
        let plan = trial.plan
        state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
        let trainer = try trial.makeTrainer(dataset: nil)
        for phase in 0...plan.phases {
            guard apply(plan, trainer, phase, lookUp) else { return }
            let milestone = trainer.milestone(phase: phase, state: state)
            state.assign(milestone.assignment)
            milestones.append(milestone)
            diverged = milestone.verdict == .diverged
            if milestone.verdict != .proceed { return }
        }
    }

    /// The chunks of a phase; false if one diverged.
    private mutating func apply(_ plan: TrialPlan, _ trainer: any Trainer, _ phase: Int, _ lookUp: Int)
        -> Bool
    {
        var round: [Update] = []
        let rate = plan.rate(phase: phase, staleness: 0)
        for chunk in 0..<plan.chunks(inPhase: phase) {
            trainer.begin(phase: phase, chunk: chunk, state: state)
            while !trainer.advance(samples: lookUp) {}
            guard case .update(let update) = trainer.finish() else {
                diverged = true
                return false
            }
            guard case .average(let size) = plan.mode else {
                state.apply(update, meaning: plan.meaning, rate: rate)
                continue
            }
            round.append(update)
            if round.count == size || chunk + 1 == plan.chunks(inPhase: phase) {
                state.applyMean(of: round, meaning: plan.meaning, rate: rate)
                round = []
            }
        }
        return true
    }

    /// A metric at every milestone.
    func curve(_ name: String) -> [Double] {
        milestones.map { $0.metrics.first { $0.name == name }?.value ?? .nan }
    }

    func weights<S: Scalar>(_ type: S.Type) -> [S] {
        (0..<state.table.trainableCount).map { state.parameters(S.self)[$0] }
    }
}
