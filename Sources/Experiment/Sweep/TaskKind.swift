internal import Core

/// The tasks by the name that a sweep file gives them, with the defaults that depend on them.
enum TaskKind: String, CaseIterable {
    case lqr
    case frozenLake = "frozen-lake"
    case supervised
    case counter

    var isControl: Bool { self == .lqr || self == .frozenLake }

    var defaultPrecision: Precision { self == .supervised ? .float32 : .float64 }

    /// Enough samples that a round trip costs little, few enough that a lost chunk does not hurt.
    var defaultChunk: TrialSpecification.ChunkKind {
        switch self {
        case .lqr: return .local(samples: 500)
        case .frozenLake: return .local(samples: 20)
        case .supervised: return .local(samples: 1_000)
        case .counter: return .local(samples: 1)
        }
    }

    /// λ and ε of `ignd`. Control tasks are undamped: any λ breaks their freedom of scale.
    func defaultDamping(_ loss: Loss) -> (epsilon: Double, lambda: Double) {
        if isControl { return (0, 0) }
        return loss == .logistic ? (0.1, 1e-8) : (0, 1e-8)
    }
}
