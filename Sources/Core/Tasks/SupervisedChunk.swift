/// The work of one chunk on some samples, from its base parameters to its push. An enum of classes and not a protocol:
/// calls through a protocol would run generic code, at microseconds a call.
enum SupervisedChunk<S: Scalar> {
    case localGradient(LocalGradientChunk<S>)
    case localAdam(LocalAdamChunk<S>)
    case mean(MeanDirectionChunk<S>)
    case layeredGradient(LayeredGradientChunk<S>)
    case layeredAdam(LayeredAdamChunk<S>)
    case layeredMean(LayeredMeanChunk<S>)
    case sparseLocal(SparseLocalChunk<S>)
    case sparseMean(SparseMeanChunk<S>)

    /// Works on for about `samples` samples; true when done.
    func advance(samples: Int) -> Bool {
        switch self {
        case .localGradient(let chunk): return chunk.advance(samples: samples)
        case .localAdam(let chunk): return chunk.advance(samples: samples)
        case .mean(let chunk): return chunk.advance(samples: samples)
        case .layeredGradient(let chunk): return chunk.advance(samples: samples)
        case .layeredAdam(let chunk): return chunk.advance(samples: samples)
        case .layeredMean(let chunk): return chunk.advance(samples: samples)
        case .sparseLocal(let chunk): return chunk.advance(samples: samples)
        case .sparseMean(let chunk): return chunk.advance(samples: samples)
        }
    }

    func finish() -> ChunkResult {
        switch self {
        case .localGradient(let chunk): return chunk.finish()
        case .localAdam(let chunk): return chunk.finish()
        case .mean(let chunk): return chunk.finish()
        case .layeredGradient(let chunk): return chunk.finish()
        case .layeredAdam(let chunk): return chunk.finish()
        case .layeredMean(let chunk): return chunk.finish()
        case .sparseLocal(let chunk): return chunk.finish()
        case .sparseMean(let chunk): return chunk.finish()
        }
    }
}
