/// How the learning rate changes from phase to phase; phase 1 has the base rate.
package enum Schedule: Codable, Sendable, Equatable {
    case constant
    /// α / phase, so α, α/2, α/3 …: 1/(1+k) with k phases done (satisfies eq. 4.16).
    case inverse
    /// α · factor^(phases done / every).
    case step(every: Int, factor: Double)

    package func rate(base: Double, phase: Int) -> Double {
        let done = max(phase - 1, 0)
        switch self {
        case .constant: return base
        case .inverse: return base / Double(1 + done)
        case .step(let every, let factor):
            return (0..<(done / every)).reduce(base) { rate, _ in rate * factor }
        }
    }
}
