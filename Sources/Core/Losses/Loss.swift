#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A scalar loss ℓ(y, f), twice differentiable and convex in the model output f.
package enum Loss: String, Codable, Sendable, CaseIterable {
    /// ℓ = ½(f − y)², ℓ′ = f − y, ℓ″ = 1 (eq. 4.7). With a fixed Bellman target as y this is the TD loss (eq. 4.11).
    case squared
    /// Binary cross-entropy with logits: ℓ = log(1 + eᶠ) − y·f, ℓ′ = p − y, ℓ″ = p(1 − p), p = σ(f) (eq. 4.9).
    case logistic

    package struct Derivatives: Sendable, Equatable {
        package var first: Double
        package var second: Double
    }

    package func value(prediction f: Double, target y: Double) -> Double {
        switch self {
        case .squared: return 0.5 * (f - y) * (f - y)
        case .logistic: return max(f, 0) + log1p(exp(-abs(f))) - y * f
        }
    }

    package func derivatives(prediction f: Double, target y: Double) -> Derivatives {
        switch self {
        case .squared: return Derivatives(first: f - y, second: 1)
        case .logistic:
            let p = Loss.sigmoid(f)
            return Derivatives(first: p - y, second: p * (1 - p))
        }
    }

    /// σ(f) without overflow for large |f|.
    package static func sigmoid(_ f: Double) -> Double {
        if f >= 0 { return 1 / (1 + exp(-f)) }
        let e = exp(f)
        return e / (1 + e)
    }
}
