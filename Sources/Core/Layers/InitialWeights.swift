extension RandomStream {
    /// Rows of weights, uniform with a variance, each followed by a bias of zero; drawn in Double, in buffer order.
    mutating func fillRows<S: Scalar>(
        _ target: UnsafeMutablePointer<S>, rows: Int, columns: Int, variance: Double
    ) {
        let bound = (3 * variance).squareRoot()
        for row in 0..<rows {
            let start = target + row * columns
            for column in 0..<(columns - 1) { start[column] = S(symmetric(bound)) }
            start[columns - 1] = 0
        }
    }

    /// Uniform in [−bound, bound).
    mutating func symmetric(_ bound: Double) -> Double { bound * (2 * uniform() - 1) }
}
