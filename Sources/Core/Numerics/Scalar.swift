internal import CKernels

/// The element type of a trial's parameters: `Float` (networks) or `Double` (control).
///
/// The static functions are the parameter-changing kernels of `apply.h`; their evaluation order is fixed.
package protocol Scalar: BinaryFloatingPoint, Sendable {
    static var precision: Precision { get }

    /// target[i·columns + j] += (scale · left[i]) · right[j]
    static func addOuter(
        _ target: UnsafeMutablePointer<Self>, rows: Int, columns: Int, scale: Self,
        left: UnsafePointer<Self>, right: UnsafePointer<Self>)
    /// The same for each of `rank` terms in turn, [rank, rows] and [rank, columns].
    static func addOuters(
        _ target: UnsafeMutablePointer<Self>, rows: Int, columns: Int, scale: Self, rank: Int,
        left: UnsafePointer<Self>, right: UnsafePointer<Self>)
    /// target[i] += scale · values[i]
    static func addScaled(
        _ target: UnsafeMutablePointer<Self>, scale: Self, values: UnsafePointer<Self>, count: Int)
    /// target[rows[k]·columns + j] += scale · values[k·columns + j]
    static func addRows(
        _ target: UnsafeMutablePointer<Self>, scale: Self, rows: UnsafeBufferPointer<UInt32>,
        values: UnsafePointer<Self>, columns: Int)
    /// target[i] = target[i] · scale
    static func scale(_ target: UnsafeMutablePointer<Self>, by scale: Self, count: Int)
    /// target[i] = end[i] − start[i]
    static func difference(
        _ target: UnsafeMutablePointer<Self>, end: UnsafePointer<Self>, start: UnsafePointer<Self>,
        count: Int)
    /// One Adam step along `direction`.
    static func adam(
        parameters: UnsafeMutablePointer<Self>, first: UnsafeMutablePointer<Self>,
        second: UnsafeMutablePointer<Self>, direction: UnsafePointer<Self>, count: Int,
        rate: Self, constants: AdamConstants, powers: AdamPowers)
    /// The same step for some rows only; `direction` is [rows, columns].
    static func adam(
        parameters: UnsafeMutablePointer<Self>, first: UnsafeMutablePointer<Self>,
        second: UnsafeMutablePointer<Self>, rows: UnsafeBufferPointer<UInt32>,
        direction: UnsafePointer<Self>, columns: Int, rate: Self, constants: AdamConstants,
        powers: AdamPowers)
    /// The largest absolute value; NaN if any value is not a number.
    static func largestMagnitude(_ values: UnsafePointer<Self>, count: Int) -> Self
}

/// The precision of a trial's parameters, of its pushes and of its snapshots.
package enum Precision: String, Codable, Sendable, CaseIterable {
    case float32
    case float64

    /// Bytes of one element.
    package var width: Int { self == .float32 ? 4 : 8 }
}

extension Float: Scalar {
    package static var precision: Precision { .float32 }

    package static func addOuter(
        _ target: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scale: Float,
        left: UnsafePointer<Float>, right: UnsafePointer<Float>
    ) {
        ignd_add_outer_f32(target, Int64(rows), Int64(columns), scale, left, right)
    }

    package static func addOuters(
        _ target: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scale: Float, rank: Int,
        left: UnsafePointer<Float>, right: UnsafePointer<Float>
    ) {
        ignd_add_outers_f32(target, Int64(rows), Int64(columns), scale, Int64(rank), left, right)
    }

    package static func addScaled(
        _ target: UnsafeMutablePointer<Float>, scale: Float, values: UnsafePointer<Float>, count: Int
    ) {
        ignd_add_scaled_f32(target, scale, values, Int64(count))
    }

    package static func addRows(
        _ target: UnsafeMutablePointer<Float>, scale: Float, rows: UnsafeBufferPointer<UInt32>,
        values: UnsafePointer<Float>, columns: Int
    ) {
        ignd_add_rows_f32(target, scale, rows.baseAddress, values, Int64(rows.count), Int64(columns))
    }

    package static func scale(_ target: UnsafeMutablePointer<Float>, by scale: Float, count: Int) {
        ignd_scale_f32(target, scale, Int64(count))
    }

    package static func difference(
        _ target: UnsafeMutablePointer<Float>, end: UnsafePointer<Float>, start: UnsafePointer<Float>,
        count: Int
    ) {
        ignd_difference_f32(target, end, start, Int64(count))
    }

    package static func adam(
        parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, direction: UnsafePointer<Float>, count: Int,
        rate: Float, constants: AdamConstants, powers: AdamPowers
    ) {
        ignd_adam_f32(
            parameters, first, second, direction, Int64(count), rate, Float(constants.beta1),
            Float(constants.beta2), Float(constants.epsilon), Float(powers.first), Float(powers.second))
    }

    package static func adam(
        parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
        second: UnsafeMutablePointer<Float>, rows: UnsafeBufferPointer<UInt32>,
        direction: UnsafePointer<Float>, columns: Int, rate: Float, constants: AdamConstants,
        powers: AdamPowers
    ) {
        ignd_adam_rows_f32(
            parameters, first, second, rows.baseAddress, direction, Int64(rows.count), Int64(columns), rate,
            Float(constants.beta1), Float(constants.beta2), Float(constants.epsilon), Float(powers.first),
            Float(powers.second))
    }

    package static func largestMagnitude(_ values: UnsafePointer<Float>, count: Int) -> Float {
        ignd_largest_magnitude_f32(values, Int64(count))
    }
}

extension Double: Scalar {
    package static var precision: Precision { .float64 }

    package static func addOuter(
        _ target: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scale: Double,
        left: UnsafePointer<Double>, right: UnsafePointer<Double>
    ) {
        ignd_add_outer_f64(target, Int64(rows), Int64(columns), scale, left, right)
    }

    package static func addOuters(
        _ target: UnsafeMutablePointer<Double>, rows: Int, columns: Int, scale: Double, rank: Int,
        left: UnsafePointer<Double>, right: UnsafePointer<Double>
    ) {
        ignd_add_outers_f64(target, Int64(rows), Int64(columns), scale, Int64(rank), left, right)
    }

    package static func addScaled(
        _ target: UnsafeMutablePointer<Double>, scale: Double, values: UnsafePointer<Double>, count: Int
    ) {
        ignd_add_scaled_f64(target, scale, values, Int64(count))
    }

    package static func addRows(
        _ target: UnsafeMutablePointer<Double>, scale: Double, rows: UnsafeBufferPointer<UInt32>,
        values: UnsafePointer<Double>, columns: Int
    ) {
        ignd_add_rows_f64(target, scale, rows.baseAddress, values, Int64(rows.count), Int64(columns))
    }

    package static func scale(_ target: UnsafeMutablePointer<Double>, by scale: Double, count: Int) {
        ignd_scale_f64(target, scale, Int64(count))
    }

    package static func difference(
        _ target: UnsafeMutablePointer<Double>, end: UnsafePointer<Double>,
        start: UnsafePointer<Double>, count: Int
    ) {
        ignd_difference_f64(target, end, start, Int64(count))
    }

    package static func adam(
        parameters: UnsafeMutablePointer<Double>, first: UnsafeMutablePointer<Double>,
        second: UnsafeMutablePointer<Double>, direction: UnsafePointer<Double>, count: Int,
        rate: Double, constants: AdamConstants, powers: AdamPowers
    ) {
        ignd_adam_f64(
            parameters, first, second, direction, Int64(count), rate, constants.beta1,
            constants.beta2, constants.epsilon, powers.first, powers.second)
    }

    package static func adam(
        parameters: UnsafeMutablePointer<Double>, first: UnsafeMutablePointer<Double>,
        second: UnsafeMutablePointer<Double>, rows: UnsafeBufferPointer<UInt32>,
        direction: UnsafePointer<Double>, columns: Int, rate: Double, constants: AdamConstants,
        powers: AdamPowers
    ) {
        ignd_adam_rows_f64(
            parameters, first, second, rows.baseAddress, direction, Int64(rows.count), Int64(columns), rate,
            constants.beta1, constants.beta2, constants.epsilon, powers.first,
            powers.second)
    }

    package static func largestMagnitude(_ values: UnsafePointer<Double>, count: Int) -> Double {
        ignd_largest_magnitude_f64(values, Int64(count))
    }
}
