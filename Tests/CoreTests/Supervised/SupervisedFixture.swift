import Core

/// Small supervised problems for tests.
enum SupervisedFixture {
    /// Random inputs, a third of them zero, and a smooth target.
    static func dataset<S: Scalar>(
        _ type: S.Type, rows: Int, inputs: Int, seed: UInt64 = 1,
        split: (Int) -> SplitPart = { _ in .training }
    ) -> Dataset {
        var random = RandomStream(seed: seed, purpose: .test)
        var (features, targets): ([S], [S]) = ([], [])
        for _ in 0..<rows {
            let x = (0..<inputs).map { _ in random.integer(below: 3) == 0 ? 0 : random.normal() }
            features += x.map { S($0) }
            targets.append(S(x.reduce(0.5) { $0 + 0.3 * $1 } + x[0] * x[inputs - 1]))
        }
        return dataset(features, targets, inputs: inputs, split: (0..<rows).map { split($0).rawValue })
    }

    static func dataset<S: Scalar>(_ features: [S], _ targets: [S], inputs: Int, split: [UInt8]) -> Dataset {
        Dataset([
            "X": tensor(features, [targets.count, inputs]), "y": tensor(targets, [targets.count]),
            "split": .init(type: .uint8, shape: [split.count], payload: Payload(copying: split)),
        ])
    }

    static func tensor<S: Scalar>(_ values: [S], _ shape: [Int]) -> Dataset.Tensor {
        let payload = Payload(count: values.count * MemoryLayout<S>.stride) { bytes in
            values.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
        return .init(type: S.precision == .float32 ? .float32 : .float64, shape: shape, payload: payload)
    }

    /// Dense layers of these widths with one activation between them.
    static func layers(_ widths: [Int], _ activation: Activation = .relu) -> [LayerSpecification] {
        var layers: [LayerSpecification] = []
        for width in widths {
            layers.append(.dense(outputs: width))
            layers.append(.activation(activation))
        }
        return layers + [.dense(outputs: 1)]
    }

    static func specification(
        inputs: Int, rows: Int, layers: [LayerSpecification], epochs: Int = 1, targetScale: Double = 1
    ) -> SupervisedSpecification {
        specification(
            .vector(width: inputs), rows: rows, layers: layers, epochs: epochs, targetScale: targetScale)
    }

    static func specification(
        _ input: InputShape, rows: Int, layers: [LayerSpecification], epochs: Int = 1,
        targetScale: Double = 1
    ) -> SupervisedSpecification {
        SupervisedSpecification(
            dataset: "test", input: input, trainingRows: rows, layers: layers, epochs: epochs,
            targetScale: targetScale)
    }

    static func trial(
        _ specification: SupervisedSpecification, loss: Loss = .squared,
        normalizer: Normalizer = .ignd(epsilon: 0, lambda: 1e-8), rule: Rule = .sgd, rate: Double = 0.1,
        precision: Precision = .float32, chunk: TrialSpecification.ChunkKind, seed: UInt64 = 3
    ) -> TrialSpecification {
        TrialSpecification(
            task: .supervised(specification), loss: loss, normalizer: normalizer, rule: rule,
            learningRate: rate, precision: precision, chunk: chunk,
            mode: .async(workers: 1, maximumStaleness: nil, damping: 0), seed: seed)
    }

    /// Initial state of a trial, as the milestone of phase 0 sets it.
    static func initialState(_ trial: TrialSpecification, _ trainer: any Trainer) -> ParameterState {
        let state = ParameterState(table: trial.plan.table, precision: trial.precision, rule: trial.rule)
        state.assign(trainer.milestone(phase: 0, state: state).assignment)
        return state
    }

    /// One chunk's result; `slice` samples at a time.
    static func run(
        _ trainer: any Trainer, phase: Int = 1, chunk: Int, state: ParameterState, slice: Int = 1_000_000
    ) -> ChunkResult {
        trainer.begin(phase: phase, chunk: chunk, state: state)
        while !trainer.advance(samples: slice) {}
        return trainer.finish()
    }

    /// The whole trial in this process, one chunk after the other; nil when a chunk diverged.
    static func serial(_ trial: TrialSpecification, dataset: Dataset) throws -> (
        ParameterState, MilestoneResult
    )? {
        let trainer = try trial.makeTrainer(dataset: dataset)
        let (plan, state) = (trial.plan, initialState(trial, trainer))
        var last = trainer.milestone(phase: 0, state: state)
        for phase in 1...plan.phases {
            for chunk in 0..<plan.chunks(inPhase: phase) {
                guard case .update(let update) = run(trainer, phase: phase, chunk: chunk, state: state) else {
                    return nil
                }
                state.apply(update, meaning: plan.meaning, rate: plan.rate(phase: phase, staleness: 0))
            }
            last = trainer.milestone(phase: phase, state: state)
        }
        return (state, last)
    }
}

extension ParameterState {
    /// All parameters, widened.
    var values: [Double] {
        precision == .float32
            ? (0..<table.totalCount).map { Double(parameters(Float.self)[$0]) }
            : (0..<table.totalCount).map { parameters(Double.self)[$0] }
    }

    var parameterBits: [UInt8] { Array(parameterBytes) }
    var allBits: [UInt8] { Array(bytes) }
}

extension ChunkResult {
    var update: Update? {
        guard case .update(let update) = self else { return nil }
        return update
    }
}

extension SupervisedSpecification {
    /// The width of a vector input.
    var inputs: Int {
        guard case .vector(let width) = input else { return 0 }
        return width
    }
}
