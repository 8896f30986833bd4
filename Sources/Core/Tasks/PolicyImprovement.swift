/// From the weights of Q(z) = w·φ(z) to the greedy gain (appendix C).
package enum PolicyImprovement {
    /// M with zᵀMz = w·φ(z): M_ii = w_ii, M_ij = M_ji = w_ij/2. A bias weight at the end is left out.
    package static func matrix(weights: [Double], dimension: Int) -> Matrix {
        var matrix = Matrix(zeros: dimension, dimension)
        var position = 0
        for i in 0..<dimension {
            for j in i..<dimension {
                let share = i == j ? 1 : 0.5
                matrix[i, j] = share * weights[position]
                matrix[j, i] = matrix[i, j]
                position += 1
            }
        }
        return matrix
    }

    /// K = −M_aa⁻¹ M_as; nil unless M_aa ≺ 0, when the greedy action is no maximum.
    package static func gain(weights: [Double], states: Int, inputs: Int) -> Matrix? {
        let dimension = states + inputs
        let matrix = matrix(weights: weights, dimension: dimension)
        let curvature = -1 * matrix.part(states..<dimension, states..<dimension)
        return curvature.solvePositiveDefinite(matrix.part(states..<dimension, 0..<states))
    }
}
