package final class SupervisedTrainer<S: Scalar>: Trainer {
    package init(_ specification: SupervisedSpecification, trial: TrialSpecification, dataset: Dataset?) throws {}
    package func begin(phase: Int, chunk: Int, state: ParameterState) {}
    package func advance(samples: Int) -> Bool { true }
    package func finish() -> ChunkResult { .diverged }
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult { MilestoneResult(metrics: []) }
}
