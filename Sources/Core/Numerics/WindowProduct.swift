internal import CKernels

/// Matrix products of product.h: rows of the right operand are found by offsets, so that they may overlap.
enum WindowProduct<S: Scalar> {
    /// Elements that may be read behind the last one of an operand's row.
    static var slack: Int { Int(ignd_product_slack) }

    /// An operand: element (r, k) of the left lies at start[r·stride + offsets[k]], element (k, n) of the right at
    /// start[offsets[k] + n], where `stride` does not count.
    struct Operand {
        var start: UnsafePointer<S>
        var offsets: UnsafePointer<Int32>
        var stride = 0
    }

    /// target[r, n] = start[r] + Σ_k left(r, k)·right(k, n). Rows of the target are written in whole vectors.
    static func multiply(
        _ left: Operand, _ right: Operand, into target: UnsafeMutablePointer<S>, stride: Int, rows: Int,
        columns: Int, terms: Int, start: UnsafePointer<S>? = nil, startStride: Int = 0
    ) {
        let (leftStride, startStride) = (Int64(left.stride), Int64(startStride))
        let (stride, rows, columns, terms) = (Int64(stride), Int64(rows), Int64(columns), Int64(terms))
        if S.precision == .float32 {
            var product = ignd_product_f32(
                left: reading(left.start), left_stride: leftStride, left_offsets: left.offsets,
                right: reading(right.start), right_offsets: right.offsets, start: start.map { reading($0) },
                start_stride: startStride, target: writing(target), target_stride: stride, rows: rows,
                columns: columns, terms: terms)
            ignd_multiply_f32(&product)
        } else {
            var product = ignd_product_f64(
                left: reading(left.start), left_stride: leftStride, left_offsets: left.offsets,
                right: reading(right.start), right_offsets: right.offsets, start: start.map { reading($0) },
                start_stride: startStride, target: writing(target), target_stride: stride, rows: rows,
                columns: columns, terms: terms)
            ignd_multiply_f64(&product)
        }
    }

    /// target[r, k] = Σ_{n < count} left[r·leftStride + n]·right(k, n). The left is zero behind `count` up to a whole
    /// vector; the list of offsets is readable up to a multiple of six.
    static func correlate(
        _ left: UnsafePointer<S>, leftStride: Int, _ right: Operand, into target: UnsafeMutablePointer<S>,
        stride: Int, rows: Int, terms: Int, count: Int
    ) {
        let (leftStride, stride) = (Int64(leftStride), Int64(stride))
        let (rows, terms, count) = (Int64(rows), Int64(terms), Int64(count))
        if S.precision == .float32 {
            var correlation = ignd_correlation_f32(
                left: reading(left), left_stride: leftStride, right: reading(right.start),
                right_offsets: right.offsets, target: writing(target), target_stride: stride, rows: rows,
                terms: terms, count: count)
            ignd_correlate_f32(&correlation)
        } else {
            var correlation = ignd_correlation_f64(
                left: reading(left), left_stride: leftStride, right: reading(right.start),
                right_offsets: right.offsets, target: writing(target), target_stride: stride, rows: rows,
                terms: terms, count: count)
            ignd_correlate_f64(&correlation)
        }
    }
}
