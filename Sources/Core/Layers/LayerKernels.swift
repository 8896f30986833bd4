internal import CKernels

/// The kernels of layers.h under the element type of a layer.
enum LayerKernels<S: Scalar> {
    typealias Values = UnsafePointer<S>
    typealias Target = UnsafeMutablePointer<S>

    /// ‖values‖².
    static func sumOfSquares(_ values: Values, count: Int) -> S {
        S.precision == .float32
            ? S(ignd_sum_of_squares_f32(reading(values), Int64(count)))
            : S(ignd_sum_of_squares_f64(reading(values), Int64(count)))
    }

    static func sum(_ values: Values, count: Int) -> S {
        S.precision == .float32
            ? S(ignd_sum_f32(reading(values), Int64(count))) : S(ignd_sum_f64(reading(values), Int64(count)))
    }

    /// target = weights · [x; 1], with weights [rows, columns].
    static func affine(_ target: Target, weights: Values, x: Values, rows: Int, columns: Int) {
        if S.precision == .float32 {
            ignd_affine_f32(writing(target), reading(weights), reading(x), Int64(rows), Int64(columns))
        } else {
            ignd_affine_f64(writing(target), reading(weights), reading(x), Int64(rows), Int64(columns))
        }
    }

    /// The first `count` elements of weightsᵀ · left, with weights [rows, columns].
    static func combineRows(
        _ target: Target, weights: Values, left: Values, rows: Int, columns: Int, count: Int
    ) {
        let (rows, columns, count) = (Int64(rows), Int64(columns), Int64(count))
        if S.precision == .float32 {
            ignd_combine_rows_f32(writing(target), reading(weights), reading(left), rows, columns, count)
        } else {
            ignd_combine_rows_f64(writing(target), reading(weights), reading(left), rows, columns, count)
        }
    }

    static func activate(_ target: Target, _ source: Values, count: Int, _ activation: Activation) {
        if S.precision == .float32 {
            ignd_activate_f32(writing(target), reading(source), Int64(count), activation.kernelForm)
        } else {
            ignd_activate_f64(writing(target), reading(source), Int64(count), activation.kernelForm)
        }
    }

    static func multiplyBySlope(_ delta: Target, _ values: Values, count: Int, _ activation: Activation) {
        if S.precision == .float32 {
            ignd_multiply_by_slope_f32(writing(delta), reading(values), Int64(count), activation.kernelForm)
        } else {
            ignd_multiply_by_slope_f64(writing(delta), reading(values), Int64(count), activation.kernelForm)
        }
    }

    /// Rows of some blocks from one spacing to another.
    static func copyRows(
        _ target: Target, _ spacing: RowSpacing, _ source: Values, _ from: RowSpacing, blocks: Int, rows: Int,
        columns: Int
    ) {
        let (blocks, rows, columns) = (Int64(blocks), Int64(rows), Int64(columns))
        let (block, stride) = (Int64(spacing.block), Int64(spacing.row))
        let (sourceBlock, sourceStride) = (Int64(from.block), Int64(from.row))
        if S.precision == .float32 {
            ignd_copy_rows_f32(
                writing(target), block, stride, reading(source), sourceBlock, sourceStride, blocks, rows,
                columns)
        } else {
            ignd_copy_rows_f64(
                writing(target), block, stride, reading(source), sourceBlock, sourceStride, blocks, rows,
                columns)
        }
    }

    /// target += Σ_n scales[n] · table[numbers[n]].
    static func addRows(
        _ target: Target, table: Values, numbers: UnsafePointer<UInt32>, scales: Values, count: Int,
        width: Int
    ) {
        let (count, width) = (Int64(count), Int64(width))
        if S.precision == .float32 {
            ignd_add_table_rows_f32(writing(target), reading(table), numbers, reading(scales), count, width)
        } else {
            ignd_add_table_rows_f64(writing(target), reading(table), numbers, reading(scales), count, width)
        }
    }

    static func gatherRows(
        _ target: Target, table: Values, numbers: UnsafePointer<UInt32>, count: Int, width: Int
    ) {
        if S.precision == .float32 {
            ignd_gather_rows_f32(writing(target), reading(table), numbers, Int64(count), Int64(width))
        } else {
            ignd_gather_rows_f64(writing(target), reading(table), numbers, Int64(count), Int64(width))
        }
    }

    /// Sums rows of the same number; returns how many numbers there are.
    static func sumRows(
        _ sums: Target, touched: UnsafeMutablePointer<UInt32>, delta: Values, numbers: UnsafePointer<UInt32>,
        count: Int, width: Int, scratch: UnsafeMutablePointer<UInt64>
    ) -> Int {
        let (count, width) = (Int64(count), Int64(width))
        return S.precision == .float32
            ? Int(
                ignd_sum_rows_f32(
                    writing(sums), touched, reading(delta), numbers, count, width, scratch))
            : Int(
                ignd_sum_rows_f64(
                    writing(sums), touched, reading(delta), numbers, count, width, scratch))
    }
}
