import Core
import FuzzDriver
import Protocol

extension FuzzTarget {
    /// Updates of strangers: what the check lets through is applied, and nothing but the trial's own numbers may be touched.
    static let updates = FuzzTarget("updates", seeds: { UpdateSeeds.all }, mutate: mutateUpdate) { bytes in
        var input = InputBytes(bytes)
        let choice = input.byte()
        let wire = WireInput(&input)
        let payloads = wire.payloads.map { Payload(copying: $0) }
        guard let (_, message) = try? Decoder.workerMessage(header: wire.header, payloads: payloads),
            case .push(let push) = message, let update = push.update
        else { return }
        UpdateCase(choice).check(update)
    }

    private static let mutateUpdate: @Sendable (inout [UInt8], inout FuzzRandom) -> Void = { bytes, random in
        guard bytes.count > 1 else { return }
        var message = Array(bytes.dropFirst())
        WireInput.mutate(&message, &random)
        bytes = [bytes[0]] + message
    }
}

/// A trial that an update comes to.
struct UpdateCase {
    static let table = TensorTable([
        TensorDescription(name: "weight", shape: [3, 5]),
        TensorDescription(name: "rows", shape: [7, 2], isRowwise: true),
        TensorDescription(name: "bias", shape: [4]),
        TensorDescription(name: "gain", shape: [2, 2], isTrainable: false),
    ])

    let precision: Precision
    let rule: Rule
    let meaning: UpdateMeaning
    let isMilestone: Bool
    let isAveraged: Bool

    init(_ choice: Int) {
        precision = choice & 1 == 0 ? .float32 : .float64
        rule = choice & 2 == 0 ? .sgd : .adam(AdamConstants())
        meaning = choice & 4 == 0 ? .direction : .difference
        isMilestone = choice & 8 != 0
        isAveraged = choice & 16 != 0
    }

    func check(_ update: Update) {
        let fault = update.fault(in: UpdateCase.table, precision: precision, frozen: isMilestone)
        let isDense = update.blocks.allSatisfy { $0.form == .dense }
        let movesMoments = update.moments != nil
        if fault != nil { return }
        for block in update.blocks {
            demand(
                (0..<UpdateCase.table.tensors.count).contains(block.tensor),
                "an unknown tensor is let through")
        }
        let state = ParameterState(table: UpdateCase.table, precision: precision, rule: rule)
        if isMilestone {
            if isDense && !movesMoments { state.assign(update) }
        } else if movesMoments == (rule.isAdam && meaning == .difference) {
            if isAveraged {
                state.applyMean(of: [update, update], meaning: meaning, rate: 0.5)
            } else {
                state.apply(update, meaning: meaning, rate: 0.5)
            }
            demandFrozen(state)
        }
    }

    /// A push never moves a frozen tensor.
    private func demandFrozen(_ state: ParameterState) {
        let frozen = UpdateCase.table.offsets[3] * precision.width
        demand(state.parameterBytes[frozen...].allSatisfy { $0 == 0 }, "a push moved a frozen tensor")
    }
}
