/// A linear plant as a person writes it down, in continuous or discrete time; `resolve` turns it into numbers that a
/// trial can use.
package struct PlantDescription: Equatable, Sendable {
    package enum Timing: Equatable, Sendable {
        /// ẋ = A x + B u + B₁ w, sampled every `period` with the input held.
        case continuous(period: Double)
        /// s′ = A s + B a as given.
        case discrete
    }

    /// What multiplies the noise w ~ N(0, I) of each step.
    package enum Noise: Equatable, Sendable {
        case none
        /// G = B₁B₁ᵀ·h, gym-lqr's rule: a covariance used as a factor, hence weak.
        case gym
        /// G = B₁·√h, the physical scaling of white noise.
        case sqrt
        /// G = σ·I.
        case isotropic(Double)
    }

    /// A, row by row.
    package var transition: [[Double]]
    /// B, row by row.
    package var input: [[Double]]
    /// B₁, row by row; empty if the plant names none.
    package var noiseInput: [[Double]]
    package var timing: Timing
    package var noise: Noise
    /// Q and R of r = sᵀQs + aᵀRa; nil stands for −I.
    package var stateReward: [[Double]]?
    package var inputReward: [[Double]]?

    package init(
        transition: [[Double]], input: [[Double]], noiseInput: [[Double]] = [], timing: Timing,
        noise: Noise = .none, stateReward: [[Double]]? = nil, inputReward: [[Double]]? = nil
    ) {
        self.transition = transition
        self.input = input
        self.noiseInput = noiseInput
        self.timing = timing
        self.noise = noise
        self.stateReward = stateReward
        self.inputReward = inputReward
    }

    /// The plant in discrete time and the optimal gain K* for it.
    package struct Resolved: Equatable, Sendable {
        package var plant: LQRSpecification.Plant
        package var optimalGain: [Double]
    }
}
