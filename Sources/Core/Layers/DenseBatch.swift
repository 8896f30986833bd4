/// Many samples through a network at once: one forward and one sensitivity pass as matrix products, squared norms by
/// layer, at the price of a mini-batch gradient.
package final class DenseBatch<S: Scalar> {
    package let network: DenseStack
    package let capacity: Int
    private let stages: [Stage]
    /// The network's outputs, as the x of one layer more.
    private let outputs: Matrix
    private let norms: AlignedMemory
    private let weights: AlignedMemory

    /// Rows of one sample each.
    private struct Matrix {
        let memory: AlignedMemory
        let stride: Int

        init(rows: Int, stride: Int) {
            self.stride = stride
            memory = AlignedMemory(byteCount: rows * stride * MemoryLayout<S>.stride)
        }

        var start: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }
    }

    /// A layer with its packed weights and the samples' x and δ.
    private struct Stage {
        let layer: DenseStack.Layer
        let kernels: BatchKernels<S>
        let packed: AlignedMemory
        let x: Matrix
        let deltas: Matrix

        init(_ layer: DenseStack.Layer, below: Activation, capacity: Int) {
            self.layer = layer
            kernels = BatchKernels(layer, input: below)
            packed = AlignedMemory(byteCount: kernels.packedCount * MemoryLayout<S>.stride)
            x = Matrix(rows: capacity, stride: SupervisedRows<S>.stride(inputs: layer.inputs))
            deltas = Matrix(rows: capacity, stride: kernels.deltaStride)
        }

        var panels: UnsafeMutablePointer<S> { packed.pointer(to: S.self) }
    }

    package init(_ network: DenseStack, capacity: Int = 256) {
        self.network = network
        self.capacity = capacity
        let below = [.identity] + network.layers.dropLast().map(\.activation)
        stages = zip(network.layers, below).map { Stage($0, below: $1, capacity: capacity) }
        outputs = Matrix(rows: capacity, stride: SupervisedRows<S>.stride(inputs: 1))
        norms = AlignedMemory(byteCount: capacity * MemoryLayout<S>.stride)
        weights = AlignedMemory(byteCount: capacity * MemoryLayout<S>.stride)
    }

    /// f of every listed sample.
    package func predictions(_ samples: SampleList<S>, parameters: UnsafePointer<S>) -> [S] {
        var predictions: [S] = []
        predictions.reserveCapacity(samples.count)
        pack(parameters, wayBack: false)
        for start in stride(from: 0, to: samples.count, by: capacity) {
            let range = start..<min(start + capacity, samples.count)
            forward(samples, range)
            for sample in 0..<range.count { predictions.append(output(sample)) }
        }
        return predictions
    }

    /// Forward and sensitivity pass; afterwards `output`, `squaredNorm` (zero if not wanted) and the factors are there.
    package func evaluate(
        _ samples: SampleList<S>, _ range: Range<Int>, parameters: UnsafePointer<S>, wantsNorms: Bool = true
    ) {
        if range.count == 1 {
            evaluateSingle(samples, range.lowerBound, parameters: parameters)
        } else {
            pack(parameters, wayBack: true)
            forward(samples, range)
            backward(count: range.count)
        }
        norms.pointer(to: S.self).update(repeating: 0, count: range.count)
        if !wantsNorms { return }
        for stage in stages {
            stage.kernels.addNorms(
                norms.pointer(to: S.self), deltas: stage.deltas.start, x: stage.x.start, count: range.count)
        }
    }

    package func output(_ sample: Int) -> S { outputs.start[sample * outputs.stride] }

    package func squaredNorm(_ sample: Int) -> S { norms.pointer(to: S.self)[sample] }

    /// Makes every δ_b of the evaluated samples s_b/divisor·δ_b; false when something is not finite.
    func scaleByFactors(
        _ samples: SampleList<S>, _ range: Range<Int>, objective: Objective, divisor: S
    ) -> Bool {
        let weights = weights.pointer(to: S.self)
        let isFinite = samples.numbers[range].withUnsafeBufferPointer {
            stages[stages.count - 1].kernels.factors(
                weights, objective: objective, outputs: outputs.start, norms: norms.pointer(to: S.self),
                targets: samples.rows.targets, order: $0.baseAddress!, count: range.count, divisor: divisor)
        }
        for stage in stages { stage.kernels.scale(stage.deltas.start, by: weights, count: range.count) }
        return isFinite
    }

    /// Writes the factors δ_b and x_b of the evaluated samples.
    package func writeFactors(layer number: Int, count: Int, to target: FactorTarget<S>) {
        let stage = stages[number]
        let (outputs, columns) = (stage.layer.outputs, stage.layer.columns)
        for sample in 0..<count {
            let (delta, x) = (sample * stage.deltas.stride, sample * stage.x.stride)
            (target.left + sample * outputs).update(from: stage.deltas.start + delta, count: outputs)
            (target.right + sample * columns).update(from: stage.x.start + x, count: columns)
        }
    }

    /// target[outputs, inputs+1] += Σ_b δ_b·x_bᵀ, as one matrix product.
    func addProducts(layer number: Int, count: Int, to target: UnsafeMutablePointer<S>) {
        let stage = stages[number]
        stage.kernels.addProducts(target, deltas: stage.deltas.start, x: stage.x.start, count: count)
    }

    private func pack(_ parameters: UnsafePointer<S>, wayBack: Bool) {
        for (number, stage) in stages.enumerated() {
            stage.kernels.pack(
                parameters + stage.layer.offset, into: stage.panels, wayBack: wayBack && number > 0)
        }
    }

    private func x(_ number: Int) -> Matrix { number < stages.count ? stages[number].x : outputs }

    private func gather(_ samples: SampleList<S>, _ range: Range<Int>) {
        samples.numbers[range].withUnsafeBufferPointer {
            BatchKernels<S>.gather(
                stages[0].x.start, samples.rows.rows, stride: samples.rows.stride, order: $0.baseAddress!,
                count: range.count)
        }
    }

    private func forward(_ samples: SampleList<S>, _ range: Range<Int>) {
        gather(samples, range)
        for (number, stage) in stages.enumerated() {
            stage.kernels.forward(
                stage.panels, x: stage.x.start, next: x(number + 1).start, count: range.count)
        }
    }

    private func backward(count: Int) {
        let last = stages.count - 1
        stages[last].kernels.start(outputs: outputs.start, deltas: stages[last].deltas.start, count: count)
        for number in stride(from: last, to: 0, by: -1) {
            let stage = stages[number]
            stage.kernels.backward(
                stage.panels, deltas: stage.deltas.start, x: stage.x.start,
                below: stages[number - 1].deltas.start, count: count)
        }
    }

    /// One sample alone, for which packing would cost more than the products.
    private func evaluateSingle(_ samples: SampleList<S>, _ number: Int, parameters: UnsafePointer<S>) {
        gather(samples, number..<number + 1)
        for (number, stage) in stages.enumerated() {
            let (layer, next) = (stage.layer, x(number + 1).start)
            LayerKernels<S>.affine(
                next, weights: parameters + layer.offset, x: stage.x.start, rows: layer.outputs,
                columns: layer.columns)
            LayerKernels<S>.activate(next, next, count: layer.outputs, layer.activation)
            next[layer.outputs] = 1
        }
        let last = stages.count - 1
        stages[last].kernels.start(outputs: outputs.start, deltas: stages[last].deltas.start, count: 1)
        for number in stride(from: last, to: 0, by: -1) {
            let (stage, below) = (stages[number], stages[number - 1])
            LayerKernels<S>.combineRows(
                below.deltas.start, weights: parameters + stage.layer.offset, left: stage.deltas.start,
                rows: stage.layer.outputs, columns: stage.layer.columns, count: stage.layer.inputs)
            LayerKernels<S>.multiplyBySlope(
                below.deltas.start, stage.x.start, count: stage.layer.inputs, below.layer.activation)
        }
    }
}
