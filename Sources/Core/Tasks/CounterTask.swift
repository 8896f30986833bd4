#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The self-test task: see `CounterSpecification`.
package final class CounterTrainer<S: Scalar>: Trainer {
    private let specification: CounterSpecification
    private let table: TensorTable
    private let round: Int
    private var chunk = 0
    private var pause = 0
    /// Pauses are taken in pieces, as real work is, so that the worker can look up.
    private static var longestPause: Int { 20 }

    package init(_ specification: CounterSpecification, trial: TrialSpecification) {
        self.specification = specification
        if case .average(let count) = trial.mode { round = count } else { round = 1 }
        table = CounterTrainer.table(specification)
    }

    package static func table(_ specification: CounterSpecification) -> TensorTable {
        TensorTable([TensorDescription(name: "counts", shape: [specification.chunks])])
    }

    package func begin(phase: Int, chunk: Int, state: ParameterState) {
        self.chunk = chunk
        pause = specification.pauseMilliseconds
    }

    package func advance(samples: Int) -> Bool {
        CounterTrainer.rest(&pause)
        return pause == 0
    }

    private static func rest(_ left: inout Int) {
        if left == 0 { return }
        let piece = min(left, longestPause)
        usleep(UInt32(piece) * 1_000)
        left -= piece
    }

    package func startMilestone(phase: Int, state: ParameterState) -> Milestone {
        var pause = specification.milestonePauseMilliseconds ?? 0
        return Milestone { [self] _ in
            CounterTrainer.rest(&pause)
            return pause == 0 ? milestone(phase: phase, state: state) : nil
        }
    }

    package func finish() -> ChunkResult {
        let form = Block(tensor: 0, form: .rows(count: 1))
        var writer = UpdateWriter<S>(table: table, blocks: [form])
        writer.rowNumbers(1)[0] = UInt32(chunk)
        writer.part(1)[0] = 1
        return .update(writer.finish())
    }

    package func milestone(phase: Int, state: ParameterState) -> MilestoneResult {
        let counts = UnsafeBufferPointer(start: state.parameters(S.self), count: specification.chunks)
        let rest = counts.count % round
        let whole = expectedCount(after: phase, round: round)
        let last = rest == 0 ? whole : expectedCount(after: phase, round: rest)
        let wrong = counts.indices.filter { counts[$0] != ($0 < counts.count - rest ? whole : last) }.count
        return MilestoneResult(metrics: [
            Metric("updates", Double(counts.reduce(0, +))), Metric("wrong_counts", Double(wrong)),
        ])
    }

    /// A round applies the mean of its chunks, and the last one of a phase may have fewer. Added up as the updates
    /// are, since n times 1/3 is rounded otherwise.
    private func expectedCount(after phases: Int, round: Int) -> S {
        (0..<phases).reduce(0) { count, _ in count + 1 / S(round) }
    }
}
