/// Sequential Adam steps along u = s·φ on a copy of a layered network's parameters (`local` under Adam, one worker): the
/// moments travel with the push. Of rowwise tensors each step moves the touched rows only.
final class LayeredAdamChunk<S: Scalar> {
    private var samples: LayeredSamples<S>
    private let steps: LocalSteps<S>
    private let direction: UnsafeMutablePointer<S>
    private let rate: S
    private let constants: AdamConstants
    private let layers: [(layer: Layer<S>, tensor: Int)]

    /// `steps` start from the chunk's base. `direction` is zero, and is so again after each step.
    init(
        _ samples: LayeredSamples<S>, steps: LocalSteps<S>, direction: AlignedMemory, rate: S,
        constants: AdamConstants
    ) {
        self.samples = samples
        self.steps = steps
        self.rate = rate
        self.constants = constants
        self.direction = direction.pointer(to: S.self)
        layers = samples.network.learningLayers
    }

    func advance(samples count: Int) -> Bool {
        var left = count
        while left > 0, !samples.isDone {
            if let factor = samples.next(parameters: steps.parameters) { step(along: factor) }
            left -= 1
        }
        return samples.isDone
    }

    private func step(along factor: S) {
        steps.working.moments.steps += 1
        steps.working.moments.powers.advance(constants)
        for (layer, tensor) in layers {
            layer.accumulate(weight: factor, into: direction)
            let (offset, description) = (steps.base.table.offsets[tensor], steps.base.table.tensors[tensor])
            guard let rows = layer.touchedRows else {
                step(from: offset, count: description.count)
                continue
            }
            steps.touched[tensor]!.insert(rows)
            for row in rows {
                step(from: offset + Int(row) * description.columns, count: description.columns)
            }
        }
    }

    private func step(from start: Int, count: Int) {
        let state = steps.working
        S.adam(
            parameters: steps.parameters + start, first: state.moment(1, S.self) + start,
            second: state.moment(2, S.self) + start, direction: direction + start, count: count,
            rate: rate, constants: constants, powers: state.moments.powers)
        (direction + start).update(repeating: 0, count: count)
    }

    func finish() -> ChunkResult {
        guard samples.isFinite, steps.isWithin(.greatestFiniteMagnitude) else { return .diverged }
        return .update(steps.difference())
    }
}
