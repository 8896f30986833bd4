/// A discrete-time pair s′ = A s + B a.
package struct DiscretePair: Equatable, Sendable {
    package var transition: Matrix
    package var input: Matrix

    package init(transition: Matrix, input: Matrix) {
        self.transition = transition
        self.input = input
    }

    /// Samples ẋ = A x + B u with the input held for `period`: the top rows of exp([A B; 0 0]·h). Nil if the
    /// exponential is not finite.
    package init?(holding input: Matrix, transition: Matrix, period: Double) {
        let (n, m) = (transition.rows, input.columns)
        var joint = Matrix(zeros: n + m, n + m)
        for i in 0..<n {
            for j in 0..<n { joint[i, j] = period * transition[i, j] }
            for j in 0..<m { joint[i, n + j] = period * input[i, j] }
        }
        guard let sampled = joint.exponential else { return nil }
        self.init(transition: sampled.part(0..<n, 0..<n), input: sampled.part(0..<n, n..<(n + m)))
    }
}
