import Core
import Testing

/// How a state with rowwise tensors changes, beside oracles that work on all elements with a mask.
@Suite struct RowwiseStateTests {
    private typealias Fixture = RowwiseFixture
    private static let async = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)
    private static let rules = [Rule.sgd, .adam(AdamConstants())]

    /// Adam on every element that the mask admits; the others keep parameter and moments.
    private struct MaskedAdam {
        var theta: [Double]
        var first: [Double]
        var second: [Double]
        var powers = AdamPowers()

        mutating func step(_ direction: SpreadUpdate, rate: Double, _ constants: AdamConstants) {
            let (beta1, beta2) = (constants.beta1, constants.beta2)
            powers.first *= beta1
            powers.second *= beta2
            for i in direction.values.indices where direction.touched[i] {
                let u = direction.values[i]
                first[i] = beta1 * first[i] + (1 - beta1) * u
                second[i] = beta2 * second[i] + (1 - beta2) * (u * u)
                let spread = (second[i] / (1 - powers.second)).squareRoot() + constants.epsilon
                theta[i] -= rate * (first[i] / (1 - powers.first) / spread)
            }
        }
    }

    private func elements(_ pointer: UnsafePointer<Double>) -> [Double] {
        Array(UnsafeBufferPointer(start: pointer, count: Fixture.table.trainableCount))
    }

    @Test("lazy Adam moves the touched rows alone, with the trial's bias corrections")
    func lazyAdamIsMaskedAdam() {
        let constants = AdamConstants()
        let state = ParameterState(table: Fixture.table, precision: .float64, rule: .adam(constants))
        Fixture.fill(state, Double.self, seed: 1)
        var oracle = MaskedAdam(
            theta: elements(state.parameters(Double.self)), first: elements(state.moment(1, Double.self)),
            second: elements(state.moment(2, Double.self)))
        for seed in 2..<30 {
            let update = Fixture.update(Double.self, seed: seed)
            let direction = SpreadUpdate(update, Fixture.table)
            #expect(direction.touched.contains(false))
            if seed % 2 == 0 {
                state.apply(update, meaning: .direction, rate: 0.01)
            } else {
                state.applyMean(of: [update], meaning: .direction, rate: 0.01)
            }
            oracle.step(direction, rate: 0.01, constants)
            #expect(elements(state.parameters(Double.self)) == oracle.theta)
            #expect(elements(state.moment(1, Double.self)) == oracle.first)
            #expect(elements(state.moment(2, Double.self)) == oracle.second)
            #expect(state.moments.powers == oracle.powers && state.moments.steps == UInt64(seed - 1))
        }
    }

    @Test(
        "a round is the mean over the union of the rows, and rests elsewhere",
        arguments: [UpdateMeaning.direction, .difference])
    func aRoundIsTheMeanOverTheUnion(meaning: UpdateMeaning) {
        let state = ParameterState(table: Fixture.table, precision: .float64, rule: .sgd)
        Fixture.fill(state, Double.self, seed: 1)
        for round in 0..<8 {
            let updates = (0..<3).map { Fixture.update(Double.self, seed: 10 + 3 * round + $0) }
            let parts = updates.map { SpreadUpdate($0, Fixture.table) }
            let before = elements(state.parameters(Double.self))
            state.applyMean(of: updates, meaning: meaning, rate: 0.5)
            let rate = meaning == .direction ? -0.5 : 0.5
            let expected = before.indices.map { i in
                let isTouched = parts.contains { $0.touched[i] }
                let mean = (parts[0].values[i] + parts[1].values[i] + parts[2].values[i]) * (1.0 / 3)
                return isTouched ? before[i] + rate * mean : before[i]
            }
            #expect(elements(state.parameters(Double.self)) == expected)
        }
    }

    @Test("the order in which a round's chunks come does not show", arguments: rules, Precision.allCases)
    func aRoundDoesNotDependOnArrival(rule: Rule, precision: Precision) {
        let plan = Fixture.plan(rule, .direction, .average(round: 3), precision: precision, chunks: 6)
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        let ends = orders.map { order in
            var progress = begun(plan)
            for start in [0, 3] {
                for chunk in order {
                    let seed = start + chunk
                    let update =
                        precision == .float32
                        ? Fixture.update(Float.self, seed: seed) : Fixture.update(Double.self, seed: seed)
                    _ = progress.commit(chunk: seed, update: update, rate: 0.1)
                }
            }
            #expect(progress.version == 2)
            return progress.state.allBits
        }
        #expect(Set(ends).count == 1)
    }

    @Test(
        "commits that wait to change the parameters end at the bits of those that do not", arguments: rules,
        [TrialSpecification.Mode.average(round: 3), async])
    func changesThatWerePutOffHaveTheSameBits(rule: Rule, mode: TrialSpecification.Mode) {
        let plan = Fixture.plan(rule, .direction, mode, chunks: 6)
        var prompt = begun(plan)
        var late = begun(plan, putsOff: true)
        let fresh = late.state.allBits
        for chunk in 0..<6 {
            let update = Fixture.update(Double.self, seed: chunk)
            #expect(
                prompt.commit(chunk: chunk, update: update, rate: 0.1)
                    == late.commit(chunk: chunk, update: update, rate: 0.1))
            if chunk == 3 { late.settle() }
        }
        #expect(late.version == prompt.version && late.isBehind && !prompt.isBehind)
        #expect(late.state.allBits == prompt.state.allBits && late.state.allBits != fresh)
        #expect(late.state.moments == prompt.state.moments && !late.isBehind)
    }

    private func begun(_ plan: TrialPlan, putsOff: Bool = false) -> TrialProgress {
        var progress = TrialProgress(plan: plan, putsOff: putsOff)
        _ = progress.complete(MilestoneResult(metrics: []))
        return progress
    }

    @Test("a trial goes on from its snapshot with the same bits", arguments: rules)
    func aSnapshotTakenInBetweenChangesNothing(rule: Rule) {
        let plan = Fixture.plan(rule, .difference, Self.async)
        var whole = begun(plan)
        for chunk in 0..<12 { commit(chunk, to: &whole) }
        var first = begun(plan)
        for chunk in 0..<5 { commit(chunk, to: &first) }
        var second = TrialProgress(
            plan: plan, position: first.position, bytes: first.state.snapshot(), openUpdates: [])
        for chunk in 5..<12 { commit(chunk, to: &second) }
        #expect(second.state.allBits == whole.state.allBits && second.state.moments == whole.state.moments)
    }

    private func commit(_ chunk: Int, to progress: inout TrialProgress) {
        let steps = LocalSteps<Double>(from: progress.state)
        let update = Fixture.localChunk(steps, seed: 100 + chunk)
        #expect(update.fault(in: Fixture.table, precision: .float64) == nil)
        #expect((update.moments != nil) == progress.plan.rule.isAdam)
        _ = progress.commit(chunk: chunk, update: update, rate: 1)
    }

    @Test(
        "local steps end at base + difference as rounded, and the moments of the touched rows follow",
        arguments: rules)
    func localStepsAreFollowed(rule: Rule) {
        let state = ParameterState(table: Fixture.table, precision: .float64, rule: rule)
        Fixture.fill(state, Double.self, seed: 1)
        let steps = LocalSteps<Double>(from: state)
        let update = Fixture.localChunk(steps, seed: 2)
        let base = state.copy()
        state.apply(update, meaning: .difference, rate: 1)
        for index in 0..<Fixture.table.trainableCount {
            let (start, end) = (base.parameters(Double.self)[index], steps.parameters[index])
            #expect(state.parameters(Double.self)[index] == start + (end - start))
        }
        guard rule.isAdam else { return }
        #expect(elements(state.moment(1, Double.self)) == elements(steps.working.moment(1, Double.self)))
        #expect(elements(state.moment(2, Double.self)) == elements(steps.working.moment(2, Double.self)))
        #expect(state.moments == steps.working.moments)
    }

    @Test("steps that are kept from chunk to chunk are those of a fresh copy", arguments: rules)
    func keptStepsAreFreshSteps(rule: Rule) {
        let plan = Fixture.plan(rule, .difference, Self.async, chunks: 60)
        var progress = begun(plan)
        Fixture.fill(progress.state, Double.self, seed: 1)
        let kept = LocalSteps<Double>(from: progress.state)
        for chunk in 0..<60 {
            kept.restart(from: progress.state)
            let isCopy = kept.working.allBits == progress.state.allBits
            #expect(isCopy, "chunk \(chunk)")
            let update = Fixture.localChunk(kept, seed: 100 + chunk)
            let fresh = Fixture.localChunk(LocalSteps<Double>(from: progress.state), seed: 100 + chunk)
            let isSame = update.bits == fresh.bits
            #expect(isSame, "chunk \(chunk)")
            if chunk % 7 == 3 { continue }  // A chunk that was not applied: given back, or refused.
            _ = progress.commit(chunk: chunk, update: update, rate: 1)
            // Others' changes, of any kind.
            let other = Fixture.update(Double.self, seed: 900 + chunk)
            switch chunk % 5 {
            case 0: progress.state.applyMean(of: [other, update], meaning: .difference, rate: 0.5)
            case 1: progress.state.apply(other, meaning: .direction, rate: 0.1)
            case 2 where chunk % 20 == 2: progress.state.restore(progress.state.copy())
            default: break
            }
        }
    }
}
