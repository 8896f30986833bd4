extension Network.Kind {
    package var hasParameters: Bool {
        switch self {
        case .dense, .sparseDense, .convolution, .embedding, .lstm: return true
        case .activation, .maxPool: return false
        }
    }
}
