import Core
import ParamServer
import Protocol
import Testing

/// What staleness is allowed, what it costs, and what is told of it, with many workers in any order.
@Suite struct StalenessTests {
    /// Sixteen workers take and bring chunks in a random order; gives all records and the phases' histograms.
    private func run(
        maximum: Int?, damping: Double, seed: UInt64
    ) -> (records: [Record], histograms: [StalenessHistogram]) {
        var talk = Conversation(
            mode: .async(workers: 16, maximumStaleness: maximum, damping: damping), phases: 3, chunks: 60)
        talk.start()
        for worker: UInt64 in 1...16 { talk.join(worker) }
        var random = Numbers(seed: seed)
        var leases: [UInt64: (lease: Lease, base: UInt64)] = [:]
        var (records, histograms): ([Record], [StalenessHistogram]) = ([], [])
        for _ in 0..<100_000 where !talk.server.isSweepDone {
            let worker = UInt64(1 + random.next() % 16)
            let answers: Answers
            switch leases.removeValue(forKey: worker) {
            case (.chunk(let phase, let chunk), let base)?:
                let update = Conversation.count(chunk, elements: 60)
                answers = talk.say(
                    .push(talk.push(chunk, of: worker, base: base, phase: phase, update: update)), as: worker)
            case (.milestone(let phase), _)?:
                answers = talk.say(.milestone(talk.milestone(of: worker, phase: phase)), as: worker)
            case nil: answers = talk.ready(worker)
            }
            records += answers.records
            for happening in answers.happenings {
                if case .milestone(_, let histogram) = happening.kind { histograms.append(histogram) }
            }
            for other: UInt64 in 1...16 {
                if let given = answers.assignment(to: other) {
                    leases[other] = (given.leases[0], given.sync.version)
                }
            }
        }
        #expect(talk.server.isSweepDone, "seed \(seed)")
        return (records, histograms)
    }

    @Test(arguments: [0, 1, 3, 8], [UInt64(1), 2, 3])
    func theBoundHolds(maximum: Int, seed: UInt64) {
        let records = run(maximum: maximum, damping: 0, seed: seed).records
        #expect(records.allSatisfy { $0.staleness <= UInt64(maximum) }, "seed \(seed)")
        #expect(
            maximum == 0 || records.contains { $0.staleness == UInt64(maximum) }, "and is used; seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2]) func staleStepsAreDamped(seed: UInt64) {
        let pushes = run(maximum: nil, damping: 0.5, seed: seed).records.filter {
            if case .push = $0.body { true } else { false }
        }
        #expect(pushes.contains { $0.staleness > 3 })
        for record in pushes {
            let expected = 1 / (1 + Double(record.staleness)).squareRoot()
            #expect(abs(record.rate - expected) < 1e-12, "staleness \(record.staleness)")
        }
    }

    @Test(arguments: [UInt64(1), 2]) func thePhasesHistogramsCountEveryCommitOnce(seed: UInt64) {
        let (records, histograms) = run(maximum: nil, damping: 0, seed: seed)
        var expected = StalenessHistogram()
        for record in records {
            if case .push = record.body { expected.add(staleness: record.staleness) }
        }
        var sum = StalenessHistogram()
        for histogram in histograms { sum.add(histogram) }
        #expect(sum == expected && expected.total == 180)
        #expect(histograms.map(\.total) == [60, 60, 60])
    }

    /// A histogram is part of what a snapshot holds: a server that goes on from one tells the same.
    @Test func aSnapshotInMidPhaseKeepsIt() {
        var talk = Conversation(chunks: 4)
        talk.start()
        talk.join(1, 2)
        for worker: UInt64 in [1, 2] { _ = talk.ready(worker) }
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        _ = talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2)
        var heir = Conversation(chunks: 4)
        heir.server.restore(talk.server.image(journalOffset: 0))
        #expect(heir.server.trials[0].staleness == StalenessHistogram(counts: [1, 1]))
    }

    private struct Numbers {
        var state: UInt64
        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state >> 11
        }
    }
}
