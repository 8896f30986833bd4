import Core
import Experiment
import Testing

/// The key `mode`: how several workers share a trial.
@Suite struct ModeKeyTests {
    private func damping(_ mode: String, chunk: String) throws -> Double? {
        let text =
            "task: {kind: lqr, plant: bdt}\noptimizer: ignd\nlearning_rate: 1\nmode: \(mode)\nchunk: \(chunk)"
        guard case .async(_, _, let damping) = try parse(text).trials[0].specification.mode else {
            return nil
        }
        return damping
    }

    @Test func localChunksOfSeveralWorkersAreDampedByStaleness() throws {
        #expect(try damping("{async: {workers: 2}}", chunk: "{kind: local, samples: 10}") == 1)
        #expect(try damping("{async: {workers: 1}}", chunk: "{kind: local, samples: 10}") == 0)
        #expect(try damping("{async: {workers: 2}}", chunk: "{kind: mean, samples: 10}") == 0)
    }

    @Test func theDampingThatIsGivenHolds() throws {
        let local = "{kind: local, samples: 10}"
        #expect(try damping("{async: {workers: 2, staleness_damping: 0}}", chunk: local) == 0)
        #expect(try damping("{async: {workers: 2, staleness_damping: 0.5}}", chunk: local) == 0.5)
    }

    @Test func theCounterCounts() throws {
        let mode = try parse(counterSweep("mode: {async: {workers: 4}}")).trials[0].specification.mode
        #expect(mode == .async(workers: 4, maximumStaleness: nil, damping: 0))
    }
}
