internal import CKernels

/// Temporal-difference evaluation of a quadratic action value Q(z) = w·φ(z) (appendix C) over a buffer of
/// transitions. φ are the products z_i z_j (i ≤ j), then 1 if there is a bias feature.
package struct QuadraticEvaluation<S: Scalar> {
    package let dimension: Int
    package let hasBias: Bool
    package let features: Int
    /// Elements from one point to the next; those from `dimension` on stay zero.
    package let stride: Int
    package let capacity: Int
    package let points: UnsafeMutablePointer<S>
    package let nextPoints: UnsafeMutablePointer<S>
    package let rewards: UnsafeMutablePointer<S>
    private let scratch: UnsafeMutablePointer<S>
    private let memory: AlignedMemory
    private var task: ignd_quadratic

    package init(
        dimension: Int, hasBias: Bool, discount: Double, normalizer: Normalizer, capacity: Int
    ) {
        let (length, bias): (Int64, Int64) = (Int64(dimension), hasBias ? 1 : 0)
        self.dimension = dimension
        self.hasBias = hasBias
        self.capacity = capacity
        features = Int(ignd_quadratic_features(length, bias))
        stride = Int(ignd_quadratic_stride(length))
        task = ignd_quadratic(
            dimension: length, bias: bias, normalizer: 0, discount: discount, rate: 1, epsilon: 0, lambda: 0,
            constant: 1, optimum: 0)
        let working = Int(ignd_quadratic_scratch(length, bias))
        let elements = working + capacity * (2 * stride + 1)
        memory = AlignedMemory(byteCount: elements * MemoryLayout<S>.stride)
        scratch = memory.pointer(to: S.self)
        points = scratch + working
        nextPoints = points + capacity * stride
        rewards = nextPoints + capacity * stride
        set(normalizer)
    }

    private mutating func set(_ normalizer: Normalizer) {
        switch normalizer {
        case .none: task.normalizer = Int64(IGND_GRADIENT)
        case .ignd(let epsilon, let lambda):
            task.normalizer = Int64(IGND_GAUSS_NEWTON)
            (task.epsilon, task.lambda) = (epsilon, lambda)
        case .ngd: task.normalizer = Int64(IGND_NORMALISED)
        case .sps(let constant, let optimum):
            task.normalizer = Int64(IGND_POLYAK)
            (task.constant, task.optimum) = (constant, optimum)
        }
    }

    /// One sequential step w ← w − rate·u for each of the buffer's first `count` transitions.
    package func step(_ weights: UnsafeMutablePointer<S>, rate: Double, count: Int) {
        precondition(count <= capacity)
        var task = task
        task.rate = rate
        S.run(
            float: {
                ignd_quadratic_steps_f32(
                    &task, cast(weights), cast(points), cast(nextPoints), cast(rewards), Int64(count),
                    cast(scratch))
            },
            double: {
                ignd_quadratic_steps_f64(
                    &task, cast(weights), cast(points), cast(nextPoints), cast(rewards), Int64(count),
                    cast(scratch))
            })
    }

    /// Adds the directions u of `count` transitions from number `start` on, all at the same weights, to `sum`.
    package func addDirections(
        to sum: UnsafeMutablePointer<S>, weights: UnsafePointer<S>, start: Int = 0, count: Int
    ) {
        precondition(start + count <= capacity)
        var task = task
        let weights = UnsafeMutablePointer(mutating: weights)
        let (z, next, reward) = (points + start * stride, nextPoints + start * stride, rewards + start)
        S.run(
            float: {
                ignd_quadratic_directions_f32(
                    &task, cast(sum), cast(weights), cast(z), cast(next), cast(reward), Int64(count),
                    cast(scratch))
            },
            double: {
                ignd_quadratic_directions_f64(
                    &task, cast(sum), cast(weights), cast(z), cast(next), cast(reward), Int64(count),
                    cast(scratch))
            })
    }
}

extension Scalar {
    fileprivate static func run(float: () -> Void, double: () -> Void) {
        switch precision {
        case .float32: float()
        case .float64: double()
        }
    }
}

/// The same elements under the type they have: only called for the branch of that type.
private func cast<From, To>(_ pointer: UnsafeMutablePointer<From>) -> UnsafeMutablePointer<To> {
    UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: To.self)
}
