import Core
import Testing

/// What local steps push, and that everybody can follow them.
@Suite struct LocalChunkTests {
    static let widths: [[Int]] = [[], [1], [5], [17, 3], [32, 64, 32], [150]]

    @Test(arguments: widths, Precision.allCases)
    func factorsAppliedTermByTermGiveTheEndPointToTheBit(widths: [Int], precision: Precision) throws {
        precision == .float32
            ? try factorsGiveTheEndPoint(Float.self, widths) : try factorsGiveTheEndPoint(Double.self, widths)
    }

    private func factorsGiveTheEndPoint<S: Scalar>(_ type: S.Type, _ widths: [Int]) throws {
        let (rows, inputs) = (6, 11)
        let specification = SupervisedFixture.specification(
            inputs: inputs, rows: rows, layers: SupervisedFixture.layers(widths))
        let trial = SupervisedFixture.trial(
            specification, precision: S.precision, chunk: .local(samples: rows))
        let dataset = SupervisedFixture.dataset(S.self, rows: rows, inputs: inputs)
        let trainer = try trial.makeTrainer(dataset: dataset)
        let state = SupervisedFixture.initialState(trial, trainer)

        let update = try #require(SupervisedFixture.run(trainer, chunk: 0, state: state).update)
        #expect(update.fault(in: trial.plan.table, precision: S.precision) == nil)
        let network = try DenseStack(inputs: inputs, layers: specification.layers)
        let packed = PackedNetwork<S>(network)
        let base = state.copy()
        packed.load(base.parameters(S.self))
        let list = try order(trial, dataset, S.self)
        let done = packed.gradientSteps(
            list, 0..<rows, objective: Objective(loss: .squared, normalizer: trial.normalizer), rate: S(0.1),
            targets: network.layers.map { _ in nil })
        #expect(done == rows)
        let end = base.copy()
        packed.store(end.parameters(S.self))

        state.apply(update, meaning: .difference, rate: 1)
        for (block, layer) in zip(update.blocks, network.layers) {
            for index in layer.offset..<(layer.offset + layer.outputs * layer.columns) {
                let (start, stop) = (base.parameters(S.self)[index], end.parameters(S.self)[index])
                let expected = block.form == .dense ? start + (stop - start) : stop
                #expect(state.parameters(S.self)[index] == expected)
            }
        }
    }

    /// The samples of the first chunk of phase 1.
    private func order<S: Scalar>(_ trial: TrialSpecification, _ dataset: Dataset, _ type: S.Type) throws
        -> SampleList<S>
    {
        guard case .supervised(let specification) = trial.task else { preconditionFailure() }
        let rows = try SupervisedRows<S>(dataset, inputs: specification.inputs)
        var random = RandomStream(seed: trial.seed, purpose: .permutation, phase: 1)
        let numbers = rows.numbers(of: .training)
        return SampleList(rows: rows, numbers: random.permutation(of: numbers.count).map { numbers[Int($0)] })
    }

    @Test(arguments: [
        TrialSpecification.ChunkKind.local(samples: 40), .mean(samples: 40), .mean(samples: 600),
    ])
    func aChunkDoesNotDependOnHowItIsSliced(chunk: TrialSpecification.ChunkKind) throws {
        let specification = SupervisedFixture.specification(
            inputs: 7, rows: 600, layers: SupervisedFixture.layers([20, 9]))
        let trial = SupervisedFixture.trial(specification, chunk: chunk)
        let trainer = try trial.makeTrainer(
            dataset: SupervisedFixture.dataset(Float.self, rows: 600, inputs: 7))
        let state = SupervisedFixture.initialState(trial, trainer)
        let whole = try #require(SupervisedFixture.run(trainer, chunk: 0, state: state).update)
        let bits = Array(whole.payload.bytes)
        for slice in [1, 7, 256] {
            let sliced = try #require(
                SupervisedFixture.run(trainer, chunk: 0, state: state, slice: slice).update)
            #expect(Array(sliced.payload.bytes) == bits)
        }
    }

    /// A layer that travels as factors takes the very steps of single pushes; other sums differ by rounding.
    @Test func localStepsAreSinglePushesOneByOne() throws {
        let specification = SupervisedFixture.specification(
            inputs: 8, rows: 12, layers: SupervisedFixture.layers([32, 32]))
        let dataset = SupervisedFixture.dataset(Double.self, rows: 12, inputs: 8)
        let local = SupervisedFixture.trial(specification, precision: .float64, chunk: .local(samples: 12))
        let single = SupervisedFixture.trial(specification, precision: .float64, chunk: .mean(samples: 1))
        let ends = try [local, single].map {
            try #require(try SupervisedFixture.serial($0, dataset: dataset)).0
        }
        for (left, right) in zip(ends[0].values, ends[1].values) {
            #expect(abs(left - right) < 1e-13 * (1 + abs(left)))
        }
    }

    @Test(arguments: widths, Precision.allCases)
    func localAdamTakesTheStepsOfTheStateToTheBit(widths: [Int], precision: Precision) throws {
        precision == .float32 ? try localAdam(Float.self, widths) : try localAdam(Double.self, widths)
    }

    private func localAdam<S: Scalar>(_ type: S.Type, _ widths: [Int]) throws {
        let (rows, inputs) = (9, 6)
        let specification = SupervisedFixture.specification(
            inputs: inputs, rows: rows, layers: SupervisedFixture.layers(widths))
        let trial = SupervisedFixture.trial(
            specification, rule: .adam(AdamConstants()), rate: 0.01, precision: S.precision,
            chunk: .local(samples: rows))
        let dataset = SupervisedFixture.dataset(S.self, rows: rows, inputs: inputs)
        let trainer = try trial.makeTrainer(dataset: dataset)
        let state = SupervisedFixture.initialState(trial, trainer)
        let base = state.copy()
        let stepped = try stepByStep(trial, dataset, from: state, S.self)

        let update = try #require(SupervisedFixture.run(trainer, chunk: 0, state: state, slice: 4).update)
        #expect(update.moments == stepped.moments)
        state.apply(update, meaning: .difference, rate: 1)
        for index in 0..<state.table.totalCount {
            let (start, end) = (base.parameters(S.self)[index], stepped.parameters(S.self)[index])
            #expect(state.parameters(S.self)[index] == start + (end - start))
            #expect(state.moment(1, S.self)[index] == stepped.moment(1, S.self)[index])
            #expect(state.moment(2, S.self)[index] == stepped.moment(2, S.self)[index])
        }
    }

    /// The same samples through `ParameterState.step`, each direction formed from the kernel's factors.
    private func stepByStep<S: Scalar>(
        _ trial: TrialSpecification, _ dataset: Dataset, from base: ParameterState, _ type: S.Type
    ) throws -> ParameterState {
        let list = try order(trial, dataset, S.self)
        guard case .supervised(let specification) = trial.task else { preconditionFailure() }
        let network = try DenseStack(inputs: specification.inputs, layers: specification.layers)
        let packed = PackedNetwork<S>(network)
        let (state, objective) = (base.copy(), Objective(loss: .squared, normalizer: trial.normalizer))
        for sample in 0..<list.count {
            packed.load(state.parameters(S.self))
            var (f, norm) = (S(0), S(0))
            let memory = AlignedMemory(
                byteCount: 2 * network.table.totalCount * MemoryLayout<S>.stride + 4096)
            var next = memory.pointer(to: S.self)
            let targets: [FactorTarget<S>?] = network.layers.map { layer in
                defer { next += layer.outputs + layer.columns }
                return FactorTarget(left: next, right: next + layer.outputs)
            }
            let one = SampleList(rows: list.rows, numbers: [list.numbers[sample]])
            packed.sensitivities(one, 0..<1, targets: targets, predictions: &f, squaredNorms: &norm)
            let y = list.rows.targets[Int(list.numbers[sample])]
            let factor = S(
                objective.factor(prediction: Double(f), target: Double(y), squaredNorm: Double(norm)))
            let direction = zip(network.layers, targets).flatMap { layer, target in
                (0..<(layer.outputs * layer.columns)).map { index in
                    (factor * target!.left[index / layer.columns]) * target!.right[index % layer.columns]
                }
            }
            state.step(along: direction, rate: S(trial.learningRate))
            withExtendedLifetime(memory) {}
        }
        return state
    }
}
