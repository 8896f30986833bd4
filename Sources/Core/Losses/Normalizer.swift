/// How a worker turns one sample's output sensitivity φ = ∂f/∂θ into a direction: u = s·φ, with s from here.
///
/// The server's rule moves along −u. Table 1 of the paper lists the four.
package enum Normalizer: Codable, Sendable, Equatable {
    /// The gradient itself: s = ℓ′.
    case none
    /// Damped rank-one Gauss-Newton (eq. 3.12): s = ℓ′ / (λ + (ℓ″ + ε)‖φ‖²).
    case ignd(epsilon: Double, lambda: Double)
    /// Normalised gradient: s = ℓ′ / (|ℓ′|·‖φ‖).
    case ngd
    /// Stochastic Polyak step (eq. 4.6): s = ℓ′ · (ℓ − ℓ*) / (c·‖ℓ′φ‖²).
    case sps(constant: Double, optimum: Double)

    /// The factor s. Where the denominator is zero or not finite the direction is zero (Moore-Penrose).
    package func factor(loss: Double, derivatives: Loss.Derivatives, squaredNorm: Double) -> Double {
        let first = derivatives.first
        switch self {
        case .none: return first
        case .ignd(let epsilon, let lambda):
            return Normalizer.quotient(first, lambda + (derivatives.second + epsilon) * squaredNorm)
        case .ngd:
            return Normalizer.quotient(first, first.magnitude * squaredNorm.squareRoot())
        case .sps(let constant, let optimum):
            return Normalizer.quotient(
                (loss - optimum) * first, constant * (first * first) * squaredNorm)
        }
    }

    private static func quotient(_ numerator: Double, _ denominator: Double) -> Double {
        denominator > 0 && denominator < .infinity ? numerator / denominator : 0
    }
}
