import Core
import Testing

/// The sparse engine beside the dense one on the same rows written out, and beside plain arithmetic.
@Suite struct SparseLinearTests {
    static let normalizers = ObjectiveTests.normalizers + [.ignd(epsilon: 0.01, lambda: 0.1)]

    @Test("steps, losses and pushes are those of the dense engine", arguments: Loss.allCases, normalizers)
    func stepsAreTheDenseOnes(loss: Loss, normalizer: Normalizer) throws {
        let objective = Objective(loss: loss, normalizer: normalizer)
        try compareSteps(SparseFixture<Double>(columns: 40, count: 60, entries: 6, seed: 1), objective, 1e-12)
        try compareSteps(SparseFixture<Float>(columns: 40, count: 60, entries: 6, seed: 1), objective, 1e-4)
        try compareSteps(
            SparseFixture<Double>(columns: 300, count: 30, entries: 90, seed: 2), objective, 1e-12)
    }

    private func compareSteps<S: Scalar>(
        _ fixture: SparseFixture<S>, _ objective: Objective, _ tolerance: Double
    ) throws {
        let numbers = fixture.order(seed: 4, count: 200)
        let network = try DenseStack(inputs: fixture.columns, layers: [.dense(outputs: 1)])
        let packed = PackedNetwork<S>(network)
        packed.load(fixture.initialParameters(seed: 3))
        let written = SampleList(rows: try fixture.written(), numbers: numbers)
        let done = packed.gradientSteps(
            written, 0..<200, objective: objective, rate: 0.01, targets: [nil])
        #expect(done == 200)
        var dense = [S](repeating: 0, count: fixture.columns + 1)
        packed.store(&dense)

        let (model, state) = (SparseLinear<S>(columns: fixture.columns), fixture.state(.sgd))
        let list = SparseSampleList(samples: try fixture.samples(), numbers: numbers)
        let chunk = SparseLocalChunk(
            model, steps: LocalSteps(from: state), base: state, samples: list, objective: objective,
            rate: 0.01)
        while !chunk.advance(samples: 7) {}
        let update = try #require(chunk.finish().update)
        #expect(update.fault(in: model.table, precision: S.precision) == nil)
        state.apply(update, meaning: .difference, rate: 1)
        let sparse = state.parameters(S.self)
        for index in 0...fixture.columns {
            #expect(abs(Double(sparse[index] - dense[index])) <= tolerance * (1 + abs(Double(dense[index]))))
        }
        for (row, f) in zip(numbers, model.predictions(list, parameters: sparse)) {
            let expected = fixture.prediction(Int(row), sparse)
            #expect(abs(Double(f) - expected) <= tolerance * (1 + abs(expected)))
        }
        let touched = Set(numbers.flatMap { fixture.rows[Int($0)].map(\.column) })
        #expect(update.blocks == [Block(tensor: 0, form: .rows(count: touched.count + 1))])
    }

    @Test("a local chunk of lazy Adam takes the steps of the state", arguments: Loss.allCases, normalizers)
    func lazyAdamTakesTheStepsOfTheState(loss: Loss, normalizer: Normalizer) throws {
        let objective = Objective(loss: loss, normalizer: normalizer)
        try compareAdam(SparseFixture<Double>(columns: 50, count: 30, entries: 5, seed: 5), objective, 1e-11)
        try compareAdam(
            SparseFixture<Double>(columns: 400, count: 12, entries: 150, seed: 6), objective, 1e-11)
    }

    private func compareAdam(_ fixture: SparseFixture<Double>, _ objective: Objective, _ tolerance: Double)
        throws
    {
        let numbers = fixture.order(seed: 4, count: 90)
        let oracle = fixture.state(.adam(AdamConstants()))
        for row in numbers {
            let direction = fixture.direction(Int(row), oracle.parameters(Double.self), objective)
            let rows = fixture.rows[Int(row)].map { UInt32($0.column) } + [UInt32(fixture.columns)]
            oracle.step(
                along: rows.map { direction[Int($0)] }, on: Footprint(oracle.table) { _ in rows }, rate: 0.01)
        }
        let state = fixture.state(.adam(AdamConstants()))
        let list = SparseSampleList(samples: try fixture.samples(), numbers: numbers)
        let steps = LocalSteps<Double>(from: state)
        for half in [0..<40, 40..<90] {
            let chunk = SparseLocalChunk(
                SparseLinear(columns: fixture.columns), steps: steps, base: state,
                samples: SparseSampleList(samples: list.samples, numbers: Array(numbers[half])),
                objective: objective, rate: 0.01)
            while !chunk.advance(samples: 11) {}
            let update = try #require(chunk.finish().update)
            #expect(update.fault(in: state.table, precision: .float64) == nil)
            state.apply(update, meaning: .difference, rate: 1)
        }
        #expect(state.moments == oracle.moments)
        for index in 0...fixture.columns {
            let pairs = [
                (state.parameters(Double.self)[index], oracle.parameters(Double.self)[index]),
                (state.moment(1, Double.self)[index], oracle.moment(1, Double.self)[index]),
                (state.moment(2, Double.self)[index], oracle.moment(2, Double.self)[index]),
            ]
            for (found, expected) in pairs {
                #expect(abs(found - expected) <= tolerance * (1 + abs(expected)))
            }
        }
    }

    @Test("a mean is the sum of the weighted directions over the union of their rows", arguments: [1, 2, 40])
    func theMeanIsOverTheUnion(size: Int) throws {
        let fixture = SparseFixture<Double>(columns: 200, count: 80, entries: 7, seed: 7)
        let model = SparseLinear<Double>(columns: 200)
        let (state, sum, samples) = (fixture.state(.sgd), SparseSum(model), try fixture.samples())
        for (loss, normalizer) in Loss.allCases.flatMap({ loss in Self.normalizers.map { (loss, $0) } }) {
            let objective = Objective(loss: loss, normalizer: normalizer)
            for round in 0..<3 {
                let numbers = fixture.order(seed: UInt64(round), count: size)
                let chunk = SparseMeanChunk(
                    model, sum: sum, base: state,
                    samples: SparseSampleList(samples: samples, numbers: numbers), objective: objective)
                while !chunk.advance(samples: 3) {}
                let update = try #require(chunk.finish().update)
                #expect(update.fault(in: model.table, precision: .float64) == nil)
                let spread = SpreadUpdate(update, model.table)
                var expected = [Double](repeating: 0, count: 201)
                for row in numbers {
                    let direction = fixture.direction(Int(row), state.parameters(Double.self), objective)
                    for index in expected.indices { expected[index] += direction[index] / Double(size) }
                }
                let columns = Set(numbers.flatMap { fixture.rows[Int($0)].map(\.column) } + [200])
                #expect(Set(spread.touched.indices.filter { spread.touched[$0] }) == columns)
                for (found, expected) in zip(spread.values, expected) {
                    #expect(abs(found - expected) <= 1e-12 * (1 + abs(expected)))
                }
            }
        }
    }

    @Test("a chunk does not depend on how it is sliced, nor on the chunks before it")
    func slicingDoesNotShow() throws {
        let fixture = SparseFixture<Float>(columns: 500, count: 400, entries: 9, seed: 8)
        let (model, state, samples) = (
            SparseLinear<Float>(columns: 500), fixture.state(.sgd), try fixture.samples()
        )
        let objective = Objective(loss: .logistic, normalizer: .ignd(epsilon: 0, lambda: 1e-8))
        let (steps, sum) = (LocalSteps<Float>(from: state), SparseSum(model))
        func bits(_ slice: Int, isMean: Bool, seed: UInt64) throws -> [UInt8] {
            let list = SparseSampleList(samples: samples, numbers: fixture.order(seed: seed, count: 300))
            if isMean {
                let chunk = SparseMeanChunk(model, sum: sum, base: state, samples: list, objective: objective)
                while !chunk.advance(samples: slice) {}
                return try #require(chunk.finish().update).bits
            }
            let chunk = SparseLocalChunk(
                model, steps: steps, base: state, samples: list, objective: objective, rate: 0.1)
            while !chunk.advance(samples: slice) {}
            return try #require(chunk.finish().update).bits
        }
        for isMean in [false, true] {
            let whole = try bits(1_000, isMean: isMean, seed: 1)
            for slice in [1, 13, 299] {
                _ = try bits(50, isMean: isMean, seed: 2)
                let isSame = try bits(slice, isMean: isMean, seed: 1) == whole
                #expect(isSame, "\(slice) samples at a time")
            }
        }
    }

    @Test("a step that leaves the finite numbers is a diverged chunk, and the next one starts clean")
    func divergenceIsAResult() throws {
        let fixture = SparseFixture<Float>(columns: 20, count: 30, entries: 6, seed: 9)
        let (model, state) = (SparseLinear<Float>(columns: 20), fixture.state(.sgd))
        let steps = LocalSteps<Float>(from: state)
        let list = SparseSampleList(samples: try fixture.samples(), numbers: Array(0..<30))
        let objective = Objective(loss: .squared, normalizer: .none)
        func run(rate: Float) -> ChunkResult {
            let chunk = SparseLocalChunk(
                model, steps: steps, base: state, samples: list, objective: objective, rate: rate)
            while !chunk.advance(samples: 4) {}
            return chunk.finish()
        }
        let expected = try #require(run(rate: 0.01).update)
        let diverged = run(rate: 1e30).update == nil
        #expect(diverged)
        #expect(try #require(run(rate: 0.01).update).bits == expected.bits)
    }
}
