import Core
import Testing

/// Committed bit patterns: a change of the random streams or of the order of evaluation is noticed, also one that
/// a comparison within a process cannot see. A wanted change is recorded here and in the changelog.
@Suite struct CommittedBitsTests {
    /// FNV-1a over the bytes of the parameters.
    private func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private func trial(
        _ task: TaskSpecification, rule: Rule, precision: Precision, chunk: TrialSpecification.ChunkKind
    ) -> TrialSpecification {
        TrialSpecification(
            task: task, normalizer: .ignd(epsilon: 0, lambda: 0), rule: rule, learningRate: 0.5,
            precision: precision, chunk: chunk,
            mode: .async(workers: 1, maximumStaleness: nil, damping: 0), seed: 0x1234_5678_9abc)
    }

    private static let plant = LQRSpecification.Plant(
        states: 2, inputs: 1, transition: [0.75, 0.125, -0.25, 0.5], input: [0.5, 1],
        noise: [0.125, 0, 0, 0.25],
        stateReward: [-1, 0, 0, -1], inputReward: [-1])

    /// The normal numbers of the walk come from log, sin and cos of the C library, and the gain from LAPACK: these bits
    /// hold for one machine type and set of libraries.
    @Test(arguments: [
        (
            Rule.sgd, Precision.float64, TrialSpecification.ChunkKind.local(samples: 30),
            UInt64(0x272b570e37e43470)
        ),
        (.sgd, .float32, .local(samples: 30), 0x679c69818e21c788),
        (.adam(AdamConstants()), .float64, .local(samples: 30), 0xeb7f93483705acde),
        (.adam(AdamConstants()), .float32, .mean(samples: 7), 0x60726abc195ebdcf),
    ])
    func aTinyLQRRunHasItsCommittedBits(
        rule: Rule, precision: Precision, chunk: TrialSpecification.ChunkKind, expected: UInt64
    ) throws {
        var specification = LQRSpecification(
            plant: CommittedBitsTests.plant, discount: 0.875, optimalGain: [0, 0],
            initialGain: [0.25, -0.125],
            improvements: 2, updatesPerImprovement: 70, resetEvery: 8, hasBiasFeature: true)
        specification.mixedScale = 0.5
        let run = try SerialRun(trial(.lqr(specification), rule: rule, precision: precision, chunk: chunk))
        #expect(hash(run.state.parameterBytes) == expected)
    }

    /// No function of the C library takes part: these bits hold on every machine.
    @Test(arguments: [
        (Precision.float64, TrialSpecification.ChunkKind.local(samples: 5), UInt64(0xeec3be3ee177c3c8)),
        (.float32, .local(samples: 5), 0x82c40f928414ff9b), (.float64, .mean(samples: 2), 0xed46b34e1549306c),
    ])
    func aTinyFrozenLakeRunHasItsCommittedBits(
        precision: Precision, chunk: TrialSpecification.ChunkKind, expected: UInt64
    ) throws {
        let scales = FrozenLakeSpecification.randomScales(range: 10, seed: 1)
        let lake = FrozenLakeSpecification(episodes: 120, featureScales: scales)
        let run = try SerialRun(trial(.frozenLake(lake), rule: .sgd, precision: precision, chunk: chunk))
        #expect(hash(run.state.parameterBytes) == expected)
    }

    /// The kernel sums in blocks of a fixed width with separate multiply and add: the same bits on every machine.
    @Test(arguments: [
        (Normalizer.none, UInt64(0xf06ebf9b4e74e0c0)),
        (.ignd(epsilon: 0.125, lambda: 0.5), 0xf1550a0abe7bbe97), (.ngd, 0xb999f0b3c2dc63a6),
        (.sps(constant: 0.5, optimum: 0.25), 0xaca51a43c382fe85),
    ])
    func theKernelHasItsCommittedBits(normalizer: Normalizer, expected: UInt64) {
        let evaluation = QuadraticEvaluation<Float>(
            dimension: 7, hasBias: true, discount: 0.875, normalizer: normalizer, capacity: 20)
        var random = RandomStream(seed: 9, purpose: .test)
        for number in 0..<20 {
            for i in 0..<7 {
                evaluation.points[number * evaluation.stride + i] = Float(random.uniform() - 0.5)
                evaluation.nextPoints[number * evaluation.stride + i] = Float(random.uniform() - 0.5)
            }
            evaluation.rewards[number] = Float(-random.uniform())
        }
        var w = [Float](repeating: 0.25, count: evaluation.features)
        evaluation.step(&w, rate: 0.125, count: 20)
        #expect(w.withUnsafeBytes { hash($0) } == expected)
    }
}
