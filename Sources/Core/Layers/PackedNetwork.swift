internal import CKernels

/// A network's parameters in the packed form of dense.h, with the kernels that work on it one sample at a time.
package final class PackedNetwork<S: Scalar> {
    package let network: DenseStack
    private let layers: UnsafeMutablePointer<ignd_dense_layer>
    private let packed: AlignedMemory
    private let scratch: AlignedMemory
    /// Elements of the packed parameters, padding included.
    package let packedCount: Int

    package init(_ network: DenseStack) {
        self.network = network
        layers = .allocate(capacity: network.layers.count)
        for (number, layer) in network.layers.enumerated() {
            (layers + number).initialize(to: layer.kernelForm)
        }
        let form = ignd_dense_network(layers: layers, count: Int64(network.layers.count))
        let isSingle = S.precision == .float32
        let scratchBytes = isSingle ? ignd_dense_scratch_bytes_f32(form) : ignd_dense_scratch_bytes_f64(form)
        packedCount = Int(isSingle ? ignd_dense_packed_count_f32(form) : ignd_dense_packed_count_f64(form))
        packed = AlignedMemory(byteCount: packedCount * MemoryLayout<S>.stride)
        scratch = AlignedMemory(byteCount: Int(scratchBytes))
    }

    deinit { layers.deallocate() }

    private var form: ignd_dense_network {
        ignd_dense_network(layers: layers, count: Int64(network.layers.count))
    }

    private var parameters: UnsafeMutablePointer<S> { packed.pointer(to: S.self) }

    package var isFinite: Bool { S.largestMagnitude(parameters, count: packedCount).isFinite }

    /// Takes the parameters from their flat form.
    package func load(_ flat: UnsafePointer<S>) { pack(flat, into: parameters) }

    /// Gives the parameters back in their flat form.
    package func store(_ flat: UnsafeMutablePointer<S>) { unpack(parameters, into: flat) }

    func pack(_ flat: UnsafePointer<S>, into packed: UnsafeMutablePointer<S>) {
        if S.precision == .float32 {
            ignd_dense_pack_f32(form, reading(flat), writing(packed))
        } else {
            ignd_dense_pack_f64(form, reading(flat), writing(packed))
        }
    }

    func unpack(_ packed: UnsafePointer<S>, into flat: UnsafeMutablePointer<S>) {
        if S.precision == .float32 {
            ignd_dense_unpack_f32(form, reading(packed), writing(flat))
        } else {
            ignd_dense_unpack_f64(form, reading(packed), writing(flat))
        }
    }

    /// Sequential steps θ ← θ − rate·s·φ. The samples' factors −rate·s·δ and x go to `targets` (nil: not wanted), one
    /// a layer. Returns the samples done before something was not finite.
    package func gradientSteps(
        _ samples: SampleList<S>, _ range: Range<Int>, objective: Objective, rate: S,
        targets: [FactorTarget<S>?]
    ) -> Int {
        samples.numbers.withUnsafeBufferPointer { numbers in
            let order = numbers.baseAddress! + range.lowerBound
            if S.precision == .float32 {
                let list = samples.rows.kernelForm32(order, count: range.count)
                let factors = kernelForm32(targets, from: range.lowerBound)
                return Int(
                    ignd_dense_local_sgd_f32(
                        form, writing(parameters), scratch.bytes.baseAddress!, list, objective.kernelForm,
                        Float(rate), factors))
            }
            let list = samples.rows.kernelForm64(order, count: range.count)
            let factors = kernelForm64(targets, from: range.lowerBound)
            return Int(
                ignd_dense_local_sgd_f64(
                    form, writing(parameters), scratch.bytes.baseAddress!, list, objective.kernelForm,
                    Double(rate), factors))
        }
    }

    /// Sequential Adam steps along u = s·φ, bit for bit those of `ParameterState.step(along:rate:)`.
    package func adamSteps(
        _ samples: SampleList<S>, _ range: Range<Int>, objective: Objective, rate: S, adam: PackedAdam<S>
    ) -> Int {
        var progress = adam.kernelForm
        defer { adam.take(progress, steps: range.count) }
        return samples.numbers.withUnsafeBufferPointer { numbers in
            let order = numbers.baseAddress! + range.lowerBound
            if S.precision == .float32 {
                return Int(
                    ignd_dense_local_adam_f32(
                        form, writing(parameters), writing(adam.first), writing(adam.second),
                        writing(adam.direction), scratch.bytes.baseAddress!,
                        samples.rows.kernelForm32(order, count: range.count), objective.kernelForm,
                        Float(rate), &progress))
            }
            return Int(
                ignd_dense_local_adam_f64(
                    form, writing(parameters), writing(adam.first), writing(adam.second),
                    writing(adam.direction), scratch.bytes.baseAddress!,
                    samples.rows.kernelForm64(order, count: range.count), objective.kernelForm,
                    Double(rate), &progress))
        }
    }

    /// Unscaled factors δ and x of samples at fixed parameters, their predictions and squared norms ‖φ‖².
    package func sensitivities(
        _ samples: SampleList<S>, _ range: Range<Int>, targets: [FactorTarget<S>?],
        predictions: UnsafeMutablePointer<S>, squaredNorms: UnsafeMutablePointer<S>
    ) {
        samples.numbers.withUnsafeBufferPointer { numbers in
            let order = numbers.baseAddress! + range.lowerBound
            if S.precision == .float32 {
                ignd_dense_factors_f32(
                    form, reading(parameters), scratch.bytes.baseAddress!,
                    samples.rows.kernelForm32(order, count: range.count),
                    kernelForm32(targets, from: range.lowerBound), writing(predictions),
                    writing(squaredNorms))
            } else {
                ignd_dense_factors_f64(
                    form, reading(parameters), scratch.bytes.baseAddress!,
                    samples.rows.kernelForm64(order, count: range.count),
                    kernelForm64(targets, from: range.lowerBound), writing(predictions),
                    writing(squaredNorms))
            }
        }
    }

    private func kernelForm32(_ targets: [FactorTarget<S>?], from sample: Int) -> [ignd_factors_f32] {
        zip(targets, network.layers).map { target, layer in
            guard let target = target?.advanced(by: sample, in: layer) else { return ignd_factors_f32() }
            return ignd_factors_f32(left: writing(target.left), right: writing(target.right))
        }
    }

    private func kernelForm64(_ targets: [FactorTarget<S>?], from sample: Int) -> [ignd_factors_f64] {
        zip(targets, network.layers).map { target, layer in
            guard let target = target?.advanced(by: sample, in: layer) else { return ignd_factors_f64() }
            return ignd_factors_f64(left: writing(target.left), right: writing(target.right))
        }
    }
}

extension DenseStack.Layer {
    fileprivate var kernelForm: ignd_dense_layer {
        ignd_dense_layer(
            inputs: Int32(inputs), outputs: Int32(outputs), activation: activation.kernelForm,
            offset: Int64(offset))
    }
}

extension Activation {
    var kernelForm: Int32 {
        switch self {
        case .identity: return Int32(ignd_activation_identity)
        case .relu: return Int32(ignd_activation_relu)
        case .tanh: return Int32(ignd_activation_tanh)
        case .sigmoid: return Int32(ignd_activation_sigmoid)
        }
    }
}

extension SupervisedRows {
    fileprivate func kernelForm32(_ order: UnsafePointer<Int32>, count: Int) -> ignd_samples_f32 {
        ignd_samples_f32(
            rows: reading(rows), stride: Int64(stride), targets: reading(targets), order: order,
            count: Int64(count))
    }

    fileprivate func kernelForm64(_ order: UnsafePointer<Int32>, count: Int) -> ignd_samples_f64 {
        ignd_samples_f64(
            rows: reading(rows), stride: Int64(stride), targets: reading(targets), order: order,
            count: Int64(count))
    }
}
