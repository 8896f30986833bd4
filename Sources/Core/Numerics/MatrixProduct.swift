internal import CLapack

/// Matrix products through OpenBLAS, on one thread: small shapes lose by more, and a worker is one core's work.
enum MatrixProduct {
    static let useOneThread: Void = openblas_set_num_threads(1)

    /// A row-major matrix: its first element and the elements from row to row.
    struct Matrix<S: Scalar> {
        var start: UnsafePointer<S>
        var stride: Int
        var isTransposed = false
    }

    /// target[rows, columns] = left[rows, inner] · right[inner, columns] + (adding ? target : 0)
    static func multiply<S: Scalar>(
        _ left: Matrix<S>, _ right: Matrix<S>, into target: UnsafeMutablePointer<S>, stride: Int, rows: Int,
        columns: Int, inner: Int, adding: Bool = false
    ) {
        useOneThread
        if rows == 1 && !left.isTransposed && !adding {
            return multiply(left.start, right, into: target, columns: columns, inner: inner)
        }
        let transposes = (
            left.isTransposed ? CblasTrans : CblasNoTrans, right.isTransposed ? CblasTrans : CblasNoTrans
        )
        let (m, n, k) = (Int32(rows), Int32(columns), Int32(inner))
        let (leftStride, rightStride) = (Int32(left.stride), Int32(right.stride))
        if S.precision == .float32 {
            cblas_sgemm(
                CblasRowMajor, transposes.0, transposes.1, m, n, k, 1, reading(left.start), leftStride,
                reading(right.start), rightStride, adding ? 1 : 0, writing(target), Int32(stride))
        } else {
            cblas_dgemm(
                CblasRowMajor, transposes.0, transposes.1, m, n, k, 1, reading(left.start), leftStride,
                reading(right.start), rightStride, adding ? 1 : 0, writing(target), Int32(stride))
        }
    }

    /// A single row on the left: a matrix-vector product, which packs nothing.
    private static func multiply<S: Scalar>(
        _ vector: UnsafePointer<S>, _ matrix: Matrix<S>, into target: UnsafeMutablePointer<S>, columns: Int,
        inner: Int
    ) {
        let (m, n) = matrix.isTransposed ? (columns, inner) : (inner, columns)
        let transpose = matrix.isTransposed ? CblasNoTrans : CblasTrans
        if S.precision == .float32 {
            cblas_sgemv(
                CblasRowMajor, transpose, Int32(m), Int32(n), 1, reading(matrix.start), Int32(matrix.stride),
                reading(vector), 1, 0, writing(target), 1)
        } else {
            cblas_dgemv(
                CblasRowMajor, transpose, Int32(m), Int32(n), 1, reading(matrix.start), Int32(matrix.stride),
                reading(vector), 1, 0, writing(target), 1)
        }
    }
}

/// The same memory under the element type that a kernel of the trial's precision takes.
func reading<S: Scalar, T: Scalar>(_ pointer: UnsafePointer<S>) -> UnsafePointer<T> {
    precondition(S.precision == T.precision)
    return UnsafeRawPointer(pointer).assumingMemoryBound(to: T.self)
}

/// As above, for memory that is written.
func writing<S: Scalar, T: Scalar>(_ pointer: UnsafeMutablePointer<S>) -> UnsafeMutablePointer<T> {
    precondition(S.precision == T.precision)
    return UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: T.self)
}
