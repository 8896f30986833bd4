/// The discounted discrete algebraic Riccati equation in the reward convention of appendix C: r = sᵀQs + aᵀRa with
/// Q ⪯ 0, R ≺ 0; V*(s) = −sᵀSs; a = K*s with K* = −(−R + γBᵀSB)⁻¹ γBᵀSA.
package struct DiscountedRiccati {
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case diverges
        case inaccurate(residual: Double)

        package var description: String {
            switch self {
            case .diverges:
                return "no policy keeps the discounted cost finite: (√γ·A, √γ·B) is not stabilisable"
            case .inaccurate(let residual):
                return "the Riccati equation is solved only to a relative residual of \(residual)"
            }
        }
    }

    /// √γ·A and √γ·B: the discount as a change of plant.
    private let transition: Matrix
    private let input: Matrix
    private let stateCost: Matrix
    private let inputCost: Matrix

    package init(pair: DiscretePair, stateReward: Matrix, inputReward: Matrix, discount: Double) {
        let root = discount.squareRoot()
        transition = root * pair.transition
        input = root * pair.input
        stateCost = -1 * stateReward
        inputCost = -1 * inputReward
    }

    /// S by the structured doubling algorithm (Chu, Fan, Lin, Wang 2004): step k holds the cost of 2ᵏ stages, so it
    /// grows without bound exactly when no finite cost exists.
    package func solve() throws(Failure) -> Matrix {
        guard let inverse = inputCost.solvePositiveDefinite(input.transposed) else { throw .diverges }
        var a = transition
        var g = (input * inverse).symmetrised
        var h = stateCost
        for _ in 0..<64 {
            let coupling = Matrix(identity: a.rows) + g * h
            guard let across = coupling.solve(a), let spread = coupling.solve(g) else { throw .diverges }
            let increment = a.transposed * h * across
            g = (g + a * spread * a.transposed).symmetrised
            h = (h + increment).symmetrised
            a = a * across
            let size = h.frobeniusNorm
            guard size.isFinite, g.isFinite, a.isFinite else { throw .diverges }
            if increment.frobeniusNorm <= 1e-17 * size { return try checked(h) }
        }
        throw .diverges
    }

    /// K* of a solution S.
    package func gain(_ solution: Matrix) throws(Failure) -> Matrix {
        let crossed = input.transposed * solution
        let curvature = (inputCost + crossed * input).symmetrised
        guard let gain = curvature.solvePositiveDefinite(crossed * transition) else { throw .diverges }
        return -1 * gain
    }

    /// ‖AᵀSA + AᵀSB·K + Q − S‖ / ‖S‖ in cost form.
    package func residual(_ solution: Matrix) throws(Failure) -> Double {
        let gain = try gain(solution)
        let pulled = transition.transposed * solution * (transition + input * gain)
        let size = max(solution.frobeniusNorm, .leastNormalMagnitude)
        return (pulled + stateCost - solution).frobeniusNorm / size
    }

    private func checked(_ solution: Matrix) throws(Failure) -> Matrix {
        let residual = try residual(solution)
        guard residual <= 1e-9 else { throw .inaccurate(residual: residual) }
        return solution
    }
}
