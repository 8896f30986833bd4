#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// One chunk's walk through the plant under a fixed gain, with exploration.
///
/// The order of the random numbers is part of the definition. At a reset: one uniform number if scales are mixed,
/// then a normal one for each state. At a step: a normal one for each input, then for each noise. The walk is
/// computed in double precision whatever the precision of the trial.
struct LQRRollout {
    private let specification: LQRSpecification
    private var random: RandomStream
    /// The factor of this episode on the initial state and the exploration.
    private var scale = 1.0
    private var steps = 0

    private let memory: AlignedMemory
    private let gain: Part
    private let transition: Part
    private let input: Part
    private let noise: Part
    private let stateReward: Part
    private let inputReward: Part
    private let white: Part
    private let action: Part
    private let nextAction: Part
    private var state: Part
    private var nextState: Part

    /// A matrix, or a vector as one column, in the walk's memory.
    private struct Part {
        let rows: Int
        let columns: Int
        let values: UnsafeMutablePointer<Double>

        @inline(__always) func add(_ matrix: Part, times vector: Part) {
            for i in 0..<rows {
                var sum = values[i]
                for j in 0..<matrix.columns {
                    sum += matrix.values[i * matrix.columns + j] * vector.values[j]
                }
                values[i] = sum
            }
        }

        func clear() { values.update(repeating: 0, count: rows) }

        /// vᵀ·self·v
        @inline(__always) func form(_ vector: Part) -> Double {
            var total = 0.0
            for i in 0..<rows {
                var sum = 0.0
                for j in 0..<columns { sum += values[i * columns + j] * vector.values[j] }
                total += vector.values[i] * sum
            }
            return total
        }
    }

    /// Starts with a reset.
    init(_ specification: LQRSpecification, gain: [Double], random: RandomStream) {
        let plant = specification.plant
        let (n, m, noises) = (plant.states, plant.inputs, plant.noise.count / plant.states)
        let matrices = (3 * m + 2 * n + noises) * max(n, m)
        let memory = AlignedMemory(byteCount: (matrices + 2 * (n + m) + noises) * MemoryLayout<Double>.stride)
        var free = memory.pointer(to: Double.self)
        func take(_ rows: Int, _ columns: Int, _ values: [Double] = []) -> Part {
            precondition(values.isEmpty || values.count == rows * columns)
            defer { free += rows * columns }
            for (index, value) in values.enumerated() { free[index] = value }
            return Part(rows: rows, columns: columns, values: free)
        }
        self.specification = specification
        self.random = random
        self.memory = memory
        self.gain = take(m, n, gain)
        transition = take(n, n, plant.transition)
        input = take(n, m, plant.input)
        noise = take(n, noises, plant.noise)
        stateReward = take(n, n, plant.stateReward)
        inputReward = take(m, m, plant.inputReward)
        white = take(noises, 1)
        action = take(m, 1)
        nextAction = take(m, 1)
        state = take(n, 1)
        nextState = take(n, 1)
        reset()
    }

    /// Writes the next `count` transitions to the buffer of `evaluation`.
    mutating func fill<S: Scalar>(_ evaluation: QuadraticEvaluation<S>, count: Int) {
        // Each call has a concrete type, so that the compiler makes a special walk for it.
        switch evaluation {
        case let evaluation as QuadraticEvaluation<Double>: walk(evaluation, count: count)
        case let evaluation as QuadraticEvaluation<Float>: walk(evaluation, count: count)
        default: walk(evaluation, count: count)
        }
    }

    private mutating func walk<S: Scalar>(_ evaluation: QuadraticEvaluation<S>, count: Int) {
        let resetEvery = specification.resetEvery
        for number in 0..<count {
            if steps > 0, resetEvery > 0, steps % resetEvery == 0 { reset() }
            advance()
            let offset = number * evaluation.stride
            LQRRollout.write(state, action, to: evaluation.points + offset)
            LQRRollout.write(nextState, nextAction, to: evaluation.nextPoints + offset)
            evaluation.rewards[number] = S(stateReward.form(state) + inputReward.form(action))
            swap(&state, &nextState)
            steps += 1
        }
    }

    private mutating func reset() {
        scale = specification.scale
        if specification.mixedScale > 0 {
            scale *= pow(10, specification.mixedScale * (2 * random.uniform() - 1))
        }
        for i in 0..<state.rows { state.values[i] = scale * specification.initialState * random.normal() }
    }

    /// a = K s + exploration, s′ = A s + B a + G w, a′ = K s′ without exploration.
    private mutating func advance() {
        let deviation = scale * specification.exploration
        for i in 0..<action.rows { action.values[i] = deviation * random.normal() }
        action.add(gain, times: state)
        nextState.clear()
        nextState.add(transition, times: state)
        nextState.add(input, times: action)
        for i in 0..<white.rows { white.values[i] = random.normal() }
        nextState.add(noise, times: white)
        nextAction.clear()
        nextAction.add(gain, times: nextState)
    }

    private static func write<S: Scalar>(_ first: Part, _ second: Part, to point: UnsafeMutablePointer<S>) {
        for i in 0..<first.rows { point[i] = S(first.values[i]) }
        for i in 0..<second.rows { point[first.rows + i] = S(second.values[i]) }
    }
}
