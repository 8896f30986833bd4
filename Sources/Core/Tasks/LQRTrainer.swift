package final class LQRTrainer<S: Scalar>: Trainer {
    package init(_ specification: LQRSpecification, trial: TrialSpecification) {}
    package static func table(_ specification: LQRSpecification) -> TensorTable { TensorTable([]) }
    package func begin(phase: Int, chunk: Int, state: ParameterState) {}
    package func advance(samples: Int) -> Bool { true }
    package func finish() -> ChunkResult { .diverged }
    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult { MilestoneResult(metrics: []) }
}
