internal import CKernels

/// The kernels of batch.h for one dense layer, under the element type of its parameters.
struct BatchKernels<S: Scalar> {
    typealias Values = UnsafePointer<S>
    typealias Target = UnsafeMutablePointer<S>

    private let layer: ignd_batch_layer

    /// `input` is the activation behind the layer below.
    init(_ layer: DenseStack.Layer, input: Activation) {
        self.layer = ignd_batch_layer(
            inputs: Int64(layer.inputs), outputs: Int64(layer.outputs),
            activation: layer.activation.kernelForm, input_activation: input.kernelForm)
    }

    private static var isSingle: Bool { S.precision == .float32 }

    /// Elements of the packed weights.
    var packedCount: Int {
        Int(Self.isSingle ? ignd_batch_packed_count_f32(layer) : ignd_batch_packed_count_f64(layer))
    }

    /// Elements from one row of deltas to the next.
    var deltaStride: Int {
        Int(Self.isSingle ? ignd_batch_delta_stride_f32(layer) : ignd_batch_delta_stride_f64(layer))
    }

    func pack(_ weights: Values, into packed: Target, wayBack: Bool) {
        if Self.isSingle {
            ignd_batch_pack_f32(layer, reading(weights), writing(packed), wayBack)
        } else {
            ignd_batch_pack_f64(layer, reading(weights), writing(packed), wayBack)
        }
    }

    /// target_b = rows[order[b]]
    static func gather(_ target: Target, _ rows: Values, stride: Int, order: UnsafePointer<Int32>, count: Int)
    {
        if isSingle {
            ignd_batch_gather_f32(writing(target), reading(rows), Int64(stride), order, Int64(count))
        } else {
            ignd_batch_gather_f64(writing(target), reading(rows), Int64(stride), order, Int64(count))
        }
    }

    func forward(_ packed: Values, x: Values, next: Target, count: Int) {
        if Self.isSingle {
            ignd_batch_forward_f32(layer, reading(packed), reading(x), writing(next), Int64(count))
        } else {
            ignd_batch_forward_f64(layer, reading(packed), reading(x), writing(next), Int64(count))
        }
    }

    /// The deltas of the last layer.
    func start(outputs: Values, deltas: Target, count: Int) {
        if Self.isSingle {
            ignd_batch_start_f32(layer, reading(outputs), writing(deltas), Int64(count))
        } else {
            ignd_batch_start_f64(layer, reading(outputs), writing(deltas), Int64(count))
        }
    }

    /// The deltas of the layer below.
    func backward(_ packed: Values, deltas: Values, x: Values, below: Target, count: Int) {
        if Self.isSingle {
            ignd_batch_backward_f32(
                layer, reading(packed), reading(deltas), reading(x), writing(below), Int64(count))
        } else {
            ignd_batch_backward_f64(
                layer, reading(packed), reading(deltas), reading(x), writing(below), Int64(count))
        }
    }

    /// norms[b] += ‖δ_b‖²·‖x_b‖²
    func addNorms(_ norms: Target, deltas: Values, x: Values, count: Int) {
        if Self.isSingle {
            ignd_batch_add_norms_f32(layer, writing(norms), reading(deltas), reading(x), Int64(count))
        } else {
            ignd_batch_add_norms_f64(layer, writing(norms), reading(deltas), reading(x), Int64(count))
        }
    }

    /// weights[b] = s_b / divisor; false when something is not finite.
    func factors(
        _ weights: Target, objective: Objective, outputs: Values, norms: Values, targets: Values,
        order: UnsafePointer<Int32>, count: Int, divisor: S
    ) -> Bool {
        withUnsafePointer(to: objective.kernelForm) { objective in
            if Self.isSingle {
                ignd_batch_factors_f32(
                    layer, objective, reading(outputs), reading(norms), reading(targets), order, Int64(count),
                    Float(divisor), writing(weights))
            } else {
                ignd_batch_factors_f64(
                    layer, objective, reading(outputs), reading(norms), reading(targets), order, Int64(count),
                    Double(divisor), writing(weights))
            }
        }
    }

    /// δ_b becomes weights[b]·δ_b.
    func scale(_ deltas: Target, by weights: Values, count: Int) {
        if Self.isSingle {
            ignd_batch_scale_f32(layer, writing(deltas), reading(weights), Int64(count))
        } else {
            ignd_batch_scale_f64(layer, writing(deltas), reading(weights), Int64(count))
        }
    }

    /// target[outputs, inputs+1] += Σ_b δ_b·x_bᵀ
    func addProducts(_ target: Target, deltas: Values, x: Values, count: Int) {
        if Self.isSingle {
            ignd_batch_add_products_f32(layer, writing(target), reading(deltas), reading(x), Int64(count))
        } else {
            ignd_batch_add_products_f64(layer, writing(target), reading(deltas), reading(x), Int64(count))
        }
    }
}
