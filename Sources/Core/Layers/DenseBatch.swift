internal import CKernels

/// Many samples through a network at once: one forward and one sensitivity pass as matrix products, squared norms by
/// layer, at the price of a mini-batch gradient.
package final class DenseBatch<S: Scalar> {
    package let network: DenseStack
    package let capacity: Int
    /// x of each layer, then the output: [capacity, inputs+1 padded].
    private let inputs: [Rows]
    /// δ of each layer: [capacity, outputs].
    private let deltas: [Rows]
    private let norms: AlignedMemory

    private struct Rows {
        let memory: AlignedMemory
        let stride: Int

        init(capacity: Int, stride: Int) {
            self.stride = stride
            memory = AlignedMemory(byteCount: capacity * stride * MemoryLayout<S>.stride)
        }

        var start: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }
    }

    package init(_ network: DenseStack, capacity: Int = 256) {
        self.network = network
        self.capacity = capacity
        let widths = network.layers.map(\.inputs) + [1]
        inputs = widths.map { Rows(capacity: capacity, stride: SupervisedRows<S>.stride(inputs: $0)) }
        deltas = network.layers.map { Rows(capacity: capacity, stride: $0.outputs) }
        norms = AlignedMemory(byteCount: capacity * MemoryLayout<S>.stride)
    }

    /// f of every listed sample.
    package func predictions(_ samples: SampleList<S>, parameters: UnsafePointer<S>) -> [S] {
        var predictions: [S] = []
        predictions.reserveCapacity(samples.count)
        for start in stride(from: 0, to: samples.count, by: capacity) {
            let range = start..<min(start + capacity, samples.count)
            forward(samples, range, parameters: parameters)
            for sample in 0..<range.count { predictions.append(output(sample)) }
        }
        return predictions
    }

    /// Forward and sensitivity pass; afterwards `output`, `squaredNorm` and the factors are there.
    package func evaluate(_ samples: SampleList<S>, _ range: Range<Int>, parameters: UnsafePointer<S>) {
        forward(samples, range, parameters: parameters)
        backward(count: range.count, parameters: parameters)
        norms.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        for (number, layer) in network.layers.enumerated() {
            addNorms(number, layer, count: range.count)
        }
    }

    package func output(_ sample: Int) -> S {
        let rows = inputs[network.layers.count]
        return rows.start[sample * rows.stride]
    }

    package func squaredNorm(_ sample: Int) -> S { norms.pointer(to: S.self)[sample] }

    /// Writes the factors weights_b·δ_b and x_b of the evaluated samples.
    package func writeFactors(
        layer number: Int, count: Int, weights: UnsafePointer<S>, to target: FactorTarget<S>
    ) {
        let layer = network.layers[number]
        scaleDeltas(number, count: count, weights: weights, into: target.left)
        let x = inputs[number]
        for sample in 0..<count {
            (target.right + sample * layer.columns).update(
                from: x.start + sample * x.stride, count: layer.columns)
        }
    }

    /// target[outputs, inputs+1] += Σ_b weights_b·δ_b·x_bᵀ, as one matrix product. The deltas are scaled in place.
    package func addWeighted(
        layer number: Int, count: Int, weights: UnsafePointer<S>, to target: UnsafeMutablePointer<S>
    ) {
        let layer = network.layers[number]
        scaleDeltas(number, count: count, weights: weights, into: deltas[number].start)
        if count == 1 {
            return S.addOuter(
                target, rows: layer.outputs, columns: layer.columns, scale: 1, left: deltas[number].start,
                right: inputs[number].start)
        }
        MatrixProduct.multiply(
            .init(start: deltas[number].start, stride: layer.outputs, isTransposed: true),
            .init(start: inputs[number].start, stride: inputs[number].stride), into: target,
            stride: layer.columns, rows: layer.outputs, columns: layer.columns, inner: count, adding: true)
    }

    private func forward(_ samples: SampleList<S>, _ range: Range<Int>, parameters: UnsafePointer<S>) {
        let first = inputs[0]
        for (position, number) in samples.numbers[range].enumerated() {
            (first.start + position * first.stride).update(
                from: samples.rows.rows + Int(number) * samples.rows.stride, count: first.stride)
        }
        for (number, layer) in network.layers.enumerated() {
            let (x, next) = (inputs[number], inputs[number + 1])
            MatrixProduct.multiply(
                .init(start: x.start, stride: x.stride),
                .init(start: parameters + layer.offset, stride: layer.columns, isTransposed: true),
                into: next.start, stride: next.stride, rows: range.count, columns: layer.outputs,
                inner: layer.columns)
            activate(layer, next, count: range.count)
        }
    }

    private func backward(count: Int, parameters: UnsafePointer<S>) {
        let last = network.layers.count - 1
        deltas[last].start.update(repeating: 1, count: count)
        multiplyBySlope(last, count: count)
        for number in stride(from: last, to: 0, by: -1) {
            let layer = network.layers[number]
            MatrixProduct.multiply(
                .init(start: deltas[number].start, stride: layer.outputs),
                .init(start: parameters + layer.offset, stride: layer.columns),
                into: deltas[number - 1].start, stride: layer.inputs, rows: count, columns: layer.inputs,
                inner: layer.outputs)
            multiplyBySlope(number - 1, count: count)
        }
    }

    private func activate(_ layer: DenseStack.Layer, _ rows: Rows, count: Int) {
        let (stride, units) = (Int64(rows.stride), Int64(layer.outputs))
        let activation = layer.activation.kernelForm
        if S.precision == .float32 {
            ignd_batch_activate_f32(writing(rows.start), stride, Int64(count), units, activation)
        } else {
            ignd_batch_activate_f64(writing(rows.start), stride, Int64(count), units, activation)
        }
    }

    private func multiplyBySlope(_ number: Int, count: Int) {
        let layer = network.layers[number]
        let (delta, values) = (deltas[number], inputs[number + 1])
        let (deltaStride, stride, units) = (Int64(delta.stride), Int64(values.stride), Int64(layer.outputs))
        let activation = layer.activation.kernelForm
        if S.precision == .float32 {
            ignd_batch_slope_f32(
                writing(delta.start), deltaStride, reading(values.start), stride, Int64(count), units,
                activation)
        } else {
            ignd_batch_slope_f64(
                writing(delta.start), deltaStride, reading(values.start), stride, Int64(count), units,
                activation)
        }
    }

    private func addNorms(_ number: Int, _ layer: DenseStack.Layer, count: Int) {
        let (delta, x) = (deltas[number], inputs[number])
        let (deltaStride, stride, units) = (Int64(delta.stride), Int64(x.stride), Int64(layer.outputs))
        let target = norms.pointer(to: S.self)
        if S.precision == .float32 {
            ignd_batch_add_norms_f32(
                writing(target), reading(delta.start), deltaStride, units, reading(x.start),
                stride, Int64(layer.columns), Int64(count))
        } else {
            ignd_batch_add_norms_f64(
                writing(target), reading(delta.start), deltaStride, units, reading(x.start),
                stride, Int64(layer.columns), Int64(count))
        }
    }

    private func scaleDeltas(
        _ number: Int, count: Int, weights: UnsafePointer<S>, into target: UnsafeMutablePointer<S>
    ) {
        let (source, stride) = (deltas[number].start, Int64(deltas[number].stride))
        if S.precision == .float32 {
            ignd_batch_scale_rows_f32(
                writing(target), stride, reading(source), stride, reading(weights), Int64(count),
                stride)
        } else {
            ignd_batch_scale_rows_f64(
                writing(target), stride, reading(source), stride, reading(weights), Int64(count),
                stride)
        }
    }
}
