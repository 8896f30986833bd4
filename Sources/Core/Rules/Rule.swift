/// How the server moves the parameters along a direction: θ ← θ − rate · (…).
package enum Rule: Codable, Sendable, Equatable {
    /// θ ← θ − rate·u (eq. 3.14).
    case sgd
    /// Adam on the stream of directions u (appendix C): with u = ξ∇ℓ this is Adam-IGND.
    case adam(AdamConstants)

    package var isAdam: Bool { self != .sgd }
}

/// Adam's fixed constants.
package struct AdamConstants: Codable, Sendable, Equatable {
    package var beta1: Double
    package var beta2: Double
    package var epsilon: Double

    package init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }
}

/// β₁ᵗ and β₂ᵗ, kept as running products: `pow` differs between machines, a product does not.
package struct AdamPowers: Codable, Sendable, Equatable {
    package var first: Double
    package var second: Double

    package init(first: Double = 1, second: Double = 1) {
        self.first = first
        self.second = second
    }

    package mutating func advance(_ constants: AdamConstants) {
        first *= constants.beta1
        second *= constants.beta2
    }
}
