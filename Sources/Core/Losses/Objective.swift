internal import CKernels

/// Loss and normalizer together: how a sample's factor s follows from its prediction, target and squared norm.
package struct Objective: Sendable, Equatable {
    package var loss: Loss
    package var normalizer: Normalizer

    package init(loss: Loss, normalizer: Normalizer) {
        self.loss = loss
        self.normalizer = normalizer
    }

    /// s as the kernels compute it: the same formula as `Loss.derivatives` with `Normalizer.factor`.
    package func factor(prediction: Double, target: Double, squaredNorm: Double) -> Double {
        withUnsafePointer(to: kernelForm) { ignd_objective_factor($0, prediction, target, squaredNorm) }
    }

    var kernelForm: ignd_objective {
        var form = ignd_objective()
        switch loss {
        case .squared: form.loss = Int32(ignd_loss_squared)
        case .logistic: form.loss = Int32(ignd_loss_logistic)
        }
        switch normalizer {
        case .none: form.normalizer = Int32(ignd_normalizer_none)
        case .ignd(let epsilon, let lambda):
            form.normalizer = Int32(ignd_normalizer_ignd)
            form.epsilon = epsilon
            form.lambda = lambda
        case .ngd: form.normalizer = Int32(ignd_normalizer_ngd)
        case .sps(let constant, let optimum):
            form.normalizer = Int32(ignd_normalizer_sps)
            form.sps_constant = constant
            form.sps_optimum = optimum
        }
        return form
    }
}
