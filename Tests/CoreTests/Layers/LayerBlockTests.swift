import Core
import Testing

/// What a layer adds to the parameters has the very bits of the block that travels for it.
@Suite struct LayerBlockTests {
    @Test func factorsOfADenseLayerGiveTheBitsItAccumulates() {
        let table = TensorTable([.init(name: "dense", shape: [5, 8])])
        let layer = DenseLayer<Float>(offset: 0, inputs: 7, outputs: 5)
        let sample = Sample(values: normals(7, seed: 1))
        let states = evaluated([layer], sample, table, delta: normals(5, seed: 2))
        var writer = UpdateWriter<Float>(table: table, blocks: [Block(tensor: 0, form: .factors(rank: 1))])
        let (left, right) = (writer.part(5), writer.part(8))
        layer.factors(weight: 0.3, left: left.baseAddress!, right: right.baseAddress!)
        layer.accumulate(weight: 0.3, into: states.accumulated.parameters(Float.self))
        states.applied.apply(writer.finish(), meaning: .difference, rate: 1)
        #expect(bits(states.accumulated) == bits(states.applied))
    }

    @Test func rowsOfAnEmbeddingGiveTheBitsItAccumulates() {
        let table = TensorTable([.init(name: "embedding", shape: [9, 5])])
        let layer = EmbeddingLayer<Float>(offset: 0, vocabulary: 9, width: 5, steps: 8)
        let sample = Sample(indices: [7, 2, 7, 0, 2, 7])
        let states = evaluated([layer], sample, table, delta: normals(30, seed: 2))
        layer.accumulate(weight: -0.3, into: states.accumulated.parameters(Float.self))
        states.applied.apply(
            rows(layer.touchedRows!, layer.touchedValues, width: 5, table), meaning: .direction, rate: 0.3)
        #expect(Array(layer.touchedRows!) == [0, 2, 7])
        #expect(bits(states.accumulated) == bits(states.applied))
    }

    @Test func rowsOfASparseLayerGiveTheBitsItAccumulates() {
        let table = TensorTable([.init(name: "sparse", shape: [12, 3])])
        let layer = SparseDenseLayer<Float>(offset: 0, columns: 11, outputs: 3, capacity: 4)
        let sample = Sample(values: normals(3, seed: 1), indices: [1, 4, 10])
        let states = evaluated([layer], sample, table, delta: normals(3, seed: 2))
        layer.accumulate(weight: -0.3, into: states.accumulated.parameters(Float.self))
        states.applied.apply(
            rows(layer.touchedRows!, layer.touchedValues, width: 3, table), meaning: .direction, rate: 0.3)
        #expect(Array(layer.touchedRows!) == [1, 4, 10, 11])
        #expect(bits(states.accumulated) == bits(states.applied))
    }

    @Test(arguments: [[5, 1, 5, 3], [0], []] as [[UInt32]]) func touchedRowsAreThoseThatAreNotZero(
        tokens: [UInt32]
    ) {
        let embedding = EmbeddingLayer<Double>(offset: 0, vocabulary: 7, width: 3, steps: 4)
        let stack = LayerStack([embedding], parameterCount: 21)
        let delta = normals(3 * tokens.count, seed: 1)
        let result = stack.evaluate(Sample(indices: tokens), normals(21, seed: 2), delta: delta)
        #expect(nonzeroRows(result.sensitivity, width: 3) == Array(embedding.touchedRows!))

        let columns = Set(tokens).sorted()
        let sparse = SparseDenseLayer<Double>(offset: 0, columns: 6, outputs: 3, capacity: 4)
        let sample = Sample(values: normals(columns.count, seed: 3), indices: columns)
        let second = LayerStack([sparse], parameterCount: 21)
            .evaluate(sample, normals(21, seed: 2), delta: [1, -2, 3])
        #expect(nonzeroRows(second.sensitivity, width: 3) == Array(sparse.touchedRows!))
    }

    private func nonzeroRows(_ values: [Double], width: Int) -> [UInt32] {
        (0..<(values.count / width)).filter { row in
            values[(row * width)..<((row + 1) * width)].contains { $0 != 0 }
        }.map { UInt32($0) }
    }

    /// The layers after one sample, and two states with the parameters it saw.
    private func evaluated(
        _ layers: [Layer<Float>], _ sample: Sample, _ table: TensorTable, delta: [Double]
    ) -> (accumulated: ParameterState, applied: ParameterState) {
        let parameters = normals(table.totalCount, seed: 4)
        _ = LayerStack(layers, parameterCount: table.totalCount).evaluate(sample, parameters, delta: delta)
        let states = (0..<2).map { _ in
            let state = ParameterState(table: table, precision: .float32, rule: .sgd)
            state.parameters(Float.self).update(from: parameters.map { Float($0) }, count: table.totalCount)
            return state
        }
        return (states[0], states[1])
    }

    private func rows(
        _ numbers: UnsafeBufferPointer<UInt32>, _ values: UnsafePointer<Float>, width: Int,
        _ table: TensorTable
    ) -> Update {
        var writer = UpdateWriter<Float>(
            table: table, blocks: [Block(tensor: 0, form: .rows(count: numbers.count))])
        _ = writer.rowNumbers(numbers.count).update(from: numbers)
        writer.part(numbers.count * width).baseAddress!.update(from: values, count: numbers.count * width)
        return writer.finish()
    }

    private func bits(_ state: ParameterState) -> [UInt8] { Array(state.parameterBytes) }
}
