import Core
import Experiment
import Testing

/// The choice is a pure function of costs, link, mode and phase.
@Suite struct ChunkChoiceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var sampleMicroseconds = 10.0
        var applyMicroseconds = 0.0
        var bytes = 0
        var bytesPerSample = 0.0
        var growingLimit = 0
        var roundTripMicroseconds = 100.0
        var kind = TrialSpecification.ChunkKind.local(samples: 1)
        var mode = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)
        var samplesPerPhase = 100_000
        let samples: Int

        var testDescription: String { name }

        var choice: ChunkChoice {
            ChunkChoice(
                work: WorkCost(
                    sampleSeconds: sampleMicroseconds * 1e-6, chunkSeconds: 0,
                    applySeconds: applyMicroseconds * 1e-6,
                    push: PushSize(
                        fixedBytes: bytes, bytesPerSample: bytesPerSample, growingLimit: growingLimit),
                    snapshotBytes: bytes),
                link: LinkCost(roundTripSeconds: roundTripMicroseconds * 1e-6, bytesPerSecond: 1e9),
                kind: kind, mode: mode, samplesPerPhase: samplesPerPhase)
        }
    }

    /// Worked out by hand: (round trip + bytes/GB/s + 2 · apply) ≤ 0.05 · samples · sample, then the next number of one
    /// digit and zeros.
    private static let cases = [
        Case(name: "100 µs need 200 samples of 10 µs", samples: 200),
        Case(name: "a slow sample pays for a round trip", sampleMicroseconds: 3_000, samples: 1),
        Case(name: "207 samples become 300", roundTripMicroseconds: 103.5, samples: 300),
        Case(name: "applying counts on both sides", applyMicroseconds: 50, samples: 400),
        Case(name: "a megabyte takes a millisecond", bytes: 1_000_000, samples: 3_000),
        Case(
            name: "rows that grow by 100 ns a sample", bytesPerSample: 100, growingLimit: 1_000_000,
            samples: 300),
        Case(
            name: "rows that outgrow the gain end at the whole tensor", bytesPerSample: 1_000,
            growingLimit: 100_000, samples: 400),
        Case(name: "one worker: never fewer than 4 chunks", sampleMicroseconds: 0.01, samples: 25_000),
        Case(
            name: "two workers: never fewer than 20", sampleMicroseconds: 0.01,
            mode: .async(workers: 2, maximumStaleness: nil, damping: 0), samples: 5_000),
        Case(
            name: "a mean learns less often", sampleMicroseconds: 0.01, kind: .mean(samples: 1),
            samples: 5_000),
        Case(name: "a tiny phase", samplesPerPhase: 7, samples: 1),
        Case(
            name: "a far server and four workers: 60 chunks", roundTripMicroseconds: 1e6,
            mode: .async(workers: 4, maximumStaleness: nil, damping: 0), samples: 1_666),
        Case(
            name: "the bound of staleness counts, not the workers", roundTripMicroseconds: 1e6,
            mode: .async(workers: 9, maximumStaleness: 2, damping: 0), samples: 2_500),
        Case(
            name: "a bound of none is one after the other", roundTripMicroseconds: 1e6,
            mode: .async(workers: 9, maximumStaleness: 0, damping: 0), samples: 5_000),
        Case(
            name: "a round fits into a phase", roundTripMicroseconds: 1e6, mode: .average(round: 50),
            samples: 2_000),
    ]

    @Test(arguments: cases) func chooses(_ example: Case) {
        #expect(example.choice.samples == example.samples)
    }

    /// Over many costs: the smallest sufficient round number, or the limit.
    @Test func theChoiceKeepsItsBounds() {
        for sample in [0.02, 0.3, 5, 80, 1_500] {
            for trip in [10.0, 200, 30_000] {
                for phase in [1, 19, 20, 1_000, 60_000] {
                    let choice = Case(
                        name: "", sampleMicroseconds: sample, roundTripMicroseconds: trip,
                        samplesPerPhase: phase,
                        samples: 0
                    ).choice
                    let samples = choice.samples
                    #expect(samples >= 1)
                    #expect(samples == 1 || phase / samples >= 4)
                    #expect(choice.overhead(samples: samples) <= 0.05 || samples == max(phase / 4, 1))
                }
            }
        }
    }
}
