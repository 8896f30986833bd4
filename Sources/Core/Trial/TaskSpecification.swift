/// What is learnt.
package enum TaskSpecification: Codable, Sendable, Equatable {
    case lqr(LQRSpecification)
    case frozenLake(FrozenLakeSpecification)
    case supervised(SupervisedSpecification)
    case counter(CounterSpecification)
}

/// A self-test: chunk c of each phase adds exactly one to element c of a vector. A lost update leaves an element
/// behind, a doubled one puts it ahead.
package struct CounterSpecification: Codable, Sendable, Equatable {
    /// Phases, and chunks (= elements) in each.
    package var phases: Int
    package var chunks: Int
    /// A pause in each chunk, so that faults can hit it.
    package var pauseMilliseconds: Int
    /// The same in each milestone. Nil: none.
    package var milestonePauseMilliseconds: Int?

    package init(
        phases: Int, chunks: Int, pauseMilliseconds: Int = 0, milestonePauseMilliseconds: Int? = nil
    ) {
        self.phases = phases
        self.chunks = chunks
        self.pauseMilliseconds = pauseMilliseconds
        self.milestonePauseMilliseconds = milestonePauseMilliseconds
    }
}

/// A model with one output on a prepared data set.
package struct SupervisedSpecification: Codable, Sendable, Equatable {
    /// SHA-256 (hex) of the data set's file.
    package var dataset: String
    package var input: InputShape
    package var trainingRows: Int
    package var layers: [LayerSpecification]
    package var epochs: Int
    /// The constant by which targets were divided; metrics are given in the original unit.
    package var targetScale: Double

    package init(
        dataset: String, input: InputShape, trainingRows: Int, layers: [LayerSpecification], epochs: Int,
        targetScale: Double = 1
    ) {
        self.dataset = dataset
        self.input = input
        self.trainingRows = trainingRows
        self.layers = layers
        self.epochs = epochs
        self.targetScale = targetScale
    }

    /// The tensors of the model; none if its layers cannot be compiled, which its trainer says then.
    package var table: TensorTable {
        (try? Network(input: input, layers: layers))?.table ?? TensorTable([])
    }
}

/// Policy iteration for a discounted linear-quadratic regulator: Q(s, a) = w·φ(z), z = [s; a], φ the products
/// z_i z_j (i ≤ j). Reward r = sᵀQs + aᵀRa with Q, R negative definite (appendix C).
package struct LQRSpecification: Codable, Sendable, Equatable {
    /// s′ = A s + B a + G w, discrete time, row-major.
    package struct Plant: Codable, Sendable, Equatable {
        package var states: Int
        package var inputs: Int
        package var transition: [Double]
        package var input: [Double]
        /// G [states, noises]; empty for a deterministic plant.
        package var noise: [Double]
        package var stateReward: [Double]
        package var inputReward: [Double]

        package init(
            states: Int, inputs: Int, transition: [Double], input: [Double], noise: [Double] = [],
            stateReward: [Double], inputReward: [Double]
        ) {
            self.states = states
            self.inputs = inputs
            self.transition = transition
            self.input = input
            self.noise = noise
            self.stateReward = stateReward
            self.inputReward = inputReward
        }
    }

    package var plant: Plant
    package var discount: Double
    /// K* [inputs, states] of the discounted DARE: what the error is measured against.
    package var optimalGain: [Double]
    package var initialGain: [Double]
    package var improvements: Int
    package var updatesPerImprovement: Int
    /// Steps between resets to s ~ N(0, initialState²·I).
    package var resetEvery: Int
    package var initialState: Double
    /// Standard deviation of the exploration added to a = K s.
    package var exploration: Double
    package var hasBiasFeature: Bool
    /// Stop when no entry of K changes by more than this in an improvement.
    package var stopBelow: Double
    /// Each reset draws c = 10^U(−x, x) that multiplies the state and the exploration; 0: off.
    package var mixedScale: Double
    /// Multiplies initial state and exploration (the scale-freedom test of section 4.3).
    package var scale: Double
    package var divergenceLimit: Double

    package init(
        plant: Plant, discount: Double, optimalGain: [Double], initialGain: [Double], improvements: Int = 20,
        updatesPerImprovement: Int = 2_000, resetEvery: Int = 10, initialState: Double = 1,
        exploration: Double = 1, hasBiasFeature: Bool = false, stopBelow: Double = 1e-8,
        mixedScale: Double = 0,
        scale: Double = 1, divergenceLimit: Double = 1e12
    ) {
        self.plant = plant
        self.discount = discount
        self.optimalGain = optimalGain
        self.initialGain = initialGain
        self.improvements = improvements
        self.updatesPerImprovement = updatesPerImprovement
        self.resetEvery = resetEvery
        self.initialState = initialState
        self.exploration = exploration
        self.hasBiasFeature = hasBiasFeature
        self.stopBelow = stopBelow
        self.mixedScale = mixedScale
        self.scale = scale
        self.divergenceLimit = divergenceLimit
    }
}

/// Tabular Q-learning on FrozenLake-v1 4×4 with deterministic moves (the scale test, Figure 1).
package struct FrozenLakeSpecification: Codable, Sendable, Equatable {
    package var discount: Double
    package var episodes: Int
    /// Episodes between two points of the curves.
    package var episodesPerPhase: Int
    package var stepLimit: Int
    /// ε-greedy exploration falls linearly from `explorationStart` to `explorationEnd` over `explorationEpisodes`.
    package var explorationStart: Double
    package var explorationEnd: Double
    package var explorationEpisodes: Int
    /// The factor c of each of the 64 one-hot features; all ones for the original task.
    package var featureScales: [Double]
    package var divergenceLimit: Double

    package init(
        discount: Double = 0.9, episodes: Int = 2_000, episodesPerPhase: Int = 20, stepLimit: Int = 100,
        explorationStart: Double = 1, explorationEnd: Double = 0.1, explorationEpisodes: Int = 500,
        featureScales: [Double], divergenceLimit: Double = 1e150
    ) {
        self.discount = discount
        self.episodes = episodes
        self.episodesPerPhase = episodesPerPhase
        self.stepLimit = stepLimit
        self.explorationStart = explorationStart
        self.explorationEnd = explorationEnd
        self.explorationEpisodes = explorationEpisodes
        self.featureScales = featureScales
        self.divergenceLimit = divergenceLimit
    }
}
