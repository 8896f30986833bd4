import Core
import Protocol
import Testing
import Worker

/// A worker's copy follows exactly, or says that it cannot; nothing that a server sends crashes it.
@Suite struct ReplicaTests {
    private func replica(
        mode: TrialSpecification.Mode = .async(workers: 2, maximumStaleness: nil, damping: 0)
    )
        -> Replica
    {
        let specification = TrialSpecification(
            task: .counter(CounterSpecification(phases: 1, chunks: 4)), normalizer: .none, rule: .sgd,
            learningRate: 1, precision: .float64, chunk: .local(samples: 1), mode: mode, seed: 1)
        return Replica(trial: 0, plan: specification.plan)
    }

    private func count(_ element: Int) -> Update {
        let table = TensorTable([TensorDescription(name: "counts", shape: [4])])
        var writer = UpdateWriter<Double>(table: table, blocks: [Block(tensor: 0, form: .rows(count: 1))])
        writer.rowNumbers(1)[0] = UInt32(element)
        writer.part(1)[0] = 1
        return writer.finish()
    }

    private func step(_ updates: Update?..., kind: Step.Kind = .apply) -> Step {
        let parts = updates.map { Step.Part(session: SessionID(9), number: 1, update: $0) }
        return Step(kind: kind, rate: 1, parts: parts)
    }

    private func counts(_ replica: Replica) -> [Double] {
        Array(UnsafeBufferPointer(start: replica.state.parameters(Double.self), count: 4))
    }

    private func fault(_ replica: Replica, _ version: UInt64, _ steps: Step...) -> Replica.Fault? {
        do throws(Replica.Fault) {
            try replica.follow(Sync(version: version, content: .steps(steps)))
            return nil
        } catch {
            return error
        }
    }

    @Test func stepsAreFollowedInOrderItsOwnIncluded() {
        let replica = replica()
        replica.keep(count(2), number: 1)
        #expect(fault(replica, 2, step(count(0)), step(nil)) == nil)
        #expect(counts(replica) == [1, 0, 1, 0] && replica.version == 2)
    }

    @Test func aRoundIsTheMeanOfItsParts() {
        let replica = replica(mode: .average(round: 2))
        replica.keep(count(1), number: 1)
        #expect(fault(replica, 1, step(count(0), nil)) == nil)
        #expect(counts(replica) == [0.5, 0.5, 0, 0])
    }

    @Test func aSnapshotReplacesAll() throws {
        let replica = replica()
        let moments = Update.Moments(steps: 0, powers: AdamPowers())
        let payload = Payload(count: 32) { $0.bindMemory(to: Double.self).update(repeating: 7) }
        try replica.follow(Sync(version: 12, content: .snapshot(payload, moments: moments)))
        #expect(counts(replica) == [7, 7, 7, 7] && replica.version == 12)
        #expect(throws: Replica.Fault.snapshotSize) {
            try replica.follow(Sync(version: 13, content: .snapshot(payload.prefix(24), moments: moments)))
        }
    }

    @Test func aGapIsNoticed() {
        #expect(fault(replica(), 2, step(count(0))) == .gap(version: 0, steps: 1, newest: 2))
        #expect(fault(replica(), .max) == .gap(version: 0, steps: 0, newest: .max))
    }

    @Test func stepsThatComeAgainAreNotAppliedAgain() throws {
        let replica = replica()
        try replica.follow(Sync(version: 1, content: .steps([step(count(0))])))
        let both = Sync(version: 2, content: .steps([step(count(0)), step(count(1))]))
        for _ in 0..<3 {
            try replica.follow(both)
            #expect(counts(replica) == [1, 1, 0, 0] && replica.version == 2)
        }
    }

    @Test func anOwnUpdateIsAppliedAtOnceOrWhenTheServerNamesIt() throws {
        let (early, late) = (replica(), replica())
        early.apply(count(2), rate: 1)
        late.keep(count(2), number: 1)
        late.settle(number: 1)
        for replica in [early, late] {
            try replica.follow(Sync(version: 1, content: .steps([step(nil)])))
            #expect(counts(replica) == [0, 0, 1, 0] && replica.version == 1)
        }
    }

    @Test func anOwnPartThatItDoesNotHaveIsNoticed() {
        let replica = replica()
        replica.keep(count(2), number: 1)
        replica.drop(number: 1)
        #expect(fault(replica, 1, step(nil)) == .unknownOwnUpdate(number: 1))
    }

    @Test func stepsThatDoNotFitAreNoticed() {
        let short = Update(blocks: [Block(tensor: 0, form: .dense)], payload: .empty)
        var withMoments = count(0)
        withMoments.moments = Update.Moments(steps: 1, powers: AdamPowers())
        withMoments.payload = Payload(count: 16 + 64) { _ in }
        #expect(fault(replica(), 1, step(short)) == .misshapen)
        #expect(fault(replica(), 1, step()) == .misshapen, "no part")
        #expect(fault(replica(), 1, step(count(0), count(1))) == .misshapen, "two parts outside a round")
        #expect(fault(replica(), 1, step(withMoments)) == .misshapen, "moments without Adam")
        #expect(
            fault(replica(), 1, step(count(0), kind: .assign)) == .misshapen,
            "a milestone replaces whole tensors")
        #expect(fault(replica(), 1, step(count(9))) == .misshapen)
    }
}
