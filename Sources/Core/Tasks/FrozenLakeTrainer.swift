package final class FrozenLakeTrainer<S: Scalar>: Trainer {
    package init(_ specification: FrozenLakeSpecification, trial: TrialSpecification) {}
    package static func table(_ specification: FrozenLakeSpecification) -> TensorTable { TensorTable([]) }
    package func begin(phase: Int, chunk: Int, state: ParameterState) {}
    package func advance(samples: Int) -> Bool { true }
    package func finish() -> ChunkResult { .diverged }
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult { MilestoneResult(metrics: []) }
}
