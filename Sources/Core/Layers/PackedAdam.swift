internal import CKernels

/// Adam's moments in the packed form of the parameters they belong to.
package final class PackedAdam<S: Scalar> {
    private let constants: AdamConstants
    private let memory: AlignedMemory
    private let count: Int
    private(set) package var moments = Update.Moments(steps: 0, powers: AdamPowers())

    package init(_ constants: AdamConstants, packedCount: Int) {
        self.constants = constants
        count = packedCount
        memory = AlignedMemory(byteCount: 3 * packedCount * MemoryLayout<S>.stride)
    }

    var first: UnsafeMutablePointer<S> { memory.pointer(to: S.self) }
    var second: UnsafeMutablePointer<S> { first + count }
    /// Room for one direction.
    var direction: UnsafeMutablePointer<S> { first + 2 * count }

    package func load(_ state: ParameterState, by network: PackedNetwork<S>) {
        network.pack(state.moment(1, S.self), into: first)
        network.pack(state.moment(2, S.self), into: second)
        moments = state.moments
    }

    package func store(_ state: ParameterState, by network: PackedNetwork<S>) {
        network.unpack(first, into: state.moment(1, S.self))
        network.unpack(second, into: state.moment(2, S.self))
        state.moments = moments
    }

    var kernelForm: ignd_adam_progress {
        ignd_adam_progress(
            beta1: constants.beta1, beta2: constants.beta2, epsilon: constants.epsilon,
            first_power: moments.powers.first, second_power: moments.powers.second)
    }

    func take(_ progress: ignd_adam_progress, steps: Int) {
        moments.steps += UInt64(steps)
        moments.powers = AdamPowers(first: progress.first_power, second: progress.second_power)
    }
}
