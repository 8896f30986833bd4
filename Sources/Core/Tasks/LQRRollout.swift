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
    private let gain: [Double]
    private let noises: Int
    private var random: RandomStream
    private var state: [Double]
    private var action: [Double]
    private var nextState: [Double]
    private var nextAction: [Double]
    private var noise: [Double]
    /// The factor of this episode on the initial state and the exploration.
    private var scale = 1.0
    private var steps = 0

    /// Starts with a reset.
    init(_ specification: LQRSpecification, gain: [Double], random: RandomStream) {
        let (n, m) = (specification.plant.states, specification.plant.inputs)
        self.specification = specification
        self.gain = gain
        self.random = random
        noises = specification.plant.noise.count / n
        state = Array(repeating: 0, count: n)
        action = Array(repeating: 0, count: m)
        nextState = state
        nextAction = action
        noise = Array(repeating: 0, count: noises)
        reset()
    }

    /// Writes the next `count` transitions to the buffer of `evaluation`.
    mutating func fill<S: Scalar>(_ evaluation: QuadraticEvaluation<S>, count: Int) {
        for number in 0..<count {
            if steps > 0, specification.resetEvery > 0, steps % specification.resetEvery == 0 { reset() }
            advance()
            let offset = number * evaluation.stride
            LQRRollout.write(state, action, to: evaluation.points + offset)
            LQRRollout.write(nextState, nextAction, to: evaluation.nextPoints + offset)
            evaluation.rewards[number] = S(reward())
            swap(&state, &nextState)
            steps += 1
        }
    }

    private mutating func reset() {
        scale = specification.scale
        if specification.mixedScale > 0 {
            scale *= pow(10, specification.mixedScale * (2 * random.uniform() - 1))
        }
        for i in state.indices { state[i] = scale * specification.initialState * random.normal() }
    }

    /// a = K s + exploration, s′ = A s + B a + G w, a′ = K s′ without exploration.
    private mutating func advance() {
        let plant = specification.plant
        let deviation = scale * specification.exploration
        for i in action.indices { action[i] = deviation * random.normal() }
        LQRRollout.addProduct(gain, state, to: &action)
        for i in nextState.indices { nextState[i] = 0 }
        LQRRollout.addProduct(plant.transition, state, to: &nextState)
        LQRRollout.addProduct(plant.input, action, to: &nextState)
        if noises > 0 {
            for i in noise.indices { noise[i] = random.normal() }
            LQRRollout.addProduct(plant.noise, noise, to: &nextState)
        }
        for i in nextAction.indices { nextAction[i] = 0 }
        LQRRollout.addProduct(gain, nextState, to: &nextAction)
    }

    /// r = sᵀQs + aᵀRa.
    private func reward() -> Double {
        LQRRollout.quadraticForm(specification.plant.stateReward, state)
            + LQRRollout.quadraticForm(specification.plant.inputReward, action)
    }

    private static func addProduct(_ matrix: [Double], _ vector: [Double], to target: inout [Double]) {
        for i in target.indices {
            var sum = target[i]
            for j in vector.indices { sum += matrix[i * vector.count + j] * vector[j] }
            target[i] = sum
        }
    }

    private static func quadraticForm(_ matrix: [Double], _ vector: [Double]) -> Double {
        var total = 0.0
        for i in vector.indices {
            var sum = 0.0
            for j in vector.indices { sum += matrix[i * vector.count + j] * vector[j] }
            total += vector[i] * sum
        }
        return total
    }

    private static func write<S: Scalar>(
        _ first: [Double], _ second: [Double], to point: UnsafeMutablePointer<S>
    ) {
        for i in first.indices { point[i] = S(first[i]) }
        for i in second.indices { point[first.count + i] = S(second[i]) }
    }
}
