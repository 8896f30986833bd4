/// A plant as a sweep file asks for it, before discretisation and the Riccati equation.
struct PlantRequest {
    enum BuiltIn: String, CaseIterable {
        case uav, bdt

        var states: Int { self == .uav ? 5 : 11 }
        var inputs: Int { 3 }
    }

    enum Source {
        case builtIn(BuiltIn)
        /// A, B and, where it is given, B1: the way in of the noise.
        case inline(a: Matrix, b: Matrix, noiseInput: Matrix?)
    }

    enum Noise: Equatable {
        case none
        /// G = B1 B1ᵀ h, the rule of gym-lqr: a covariance used as a factor.
        case gym
        /// G = B1 √h.
        case sqrt
        /// G = σ I.
        case isotropic(Double)
    }

    var source: Source
    /// The sampling period h of a continuous-time plant; nil: the matrices are discrete-time already.
    var samplingPeriod: Double?
    var noise: Noise
    var stateReward: Matrix
    var inputReward: Matrix

    var states: Int {
        switch source {
        case .builtIn(let plant): return plant.states
        case .inline(let a, _, _): return a.rows
        }
    }

    var inputs: Int {
        switch source {
        case .builtIn(let plant): return plant.inputs
        case .inline(_, let b, _): return b.columns
        }
    }
}
