internal import CLapack

extension Matrix {
    /// X with self·X = right, by LU with partial pivoting; nil if self is singular.
    package func solve(_ right: Matrix) -> Matrix? {
        precondition(rows == columns && rows == right.rows, "a square system")
        var factors = values
        var solution = right
        var pivots = [CInt](repeating: 0, count: rows)
        let (order, count) = (CInt(rows), CInt(right.columns))
        let info = LAPACKE_dgesv(
            LAPACK_ROW_MAJOR, order, count, &factors, order, &pivots, &solution.values, count)
        return info == 0 && solution.isFinite ? solution : nil
    }

    /// X with self·X = right for a symmetric positive definite self (Cholesky); nil if it is not.
    package func solvePositiveDefinite(_ right: Matrix) -> Matrix? {
        precondition(rows == columns && rows == right.rows, "a square system")
        var factors = values
        var solution = right
        let (order, count) = (CInt(rows), CInt(right.columns))
        // LAPACK's Cholesky does not see a NaN as a failure in every implementation.
        guard isFinite else { return nil }
        let info = LAPACKE_dposv(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "U")), order, count, &factors, order,
            &solution.values, count)
        return info == 0 && solution.isFinite ? solution : nil
    }

    /// Whether a symmetric matrix has a Cholesky factor.
    package var isPositiveDefinite: Bool {
        guard rows == columns, isFinite else { return false }
        var factors = values
        let order = CInt(rows)
        return LAPACKE_dpotrf(LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "U")), order, &factors, order) == 0
    }

    /// The eigenvalues of a symmetric matrix in ascending order; nil if LAPACK does not find them.
    package var symmetricEigenvalues: [Double]? {
        guard rows == columns, isFinite else { return nil }
        var work = values
        var eigenvalues = [Double](repeating: 0, count: rows)
        let order = CInt(rows)
        let info = LAPACKE_dsyev(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "U")), order, &work, order,
            &eigenvalues)
        return info == 0 ? eigenvalues : nil
    }
}
