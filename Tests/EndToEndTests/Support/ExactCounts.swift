import Core
import Experiment
import Testing

extension Workplace {
    /// Every phase of a counter's run counted each chunk exactly once.
    func expectExactCounts(phases: Int, chunks: Int) throws {
        let events = try events(of: "run")
        let milestones = events.filter { $0.kind == .milestone }
        #expect(milestones.map(\.phase) == Array(0...phases))
        for event in milestones {
            #expect(event.value(of: "wrong_counts") == 0, "phase \(event.phase)")
            #expect(event.value(of: "updates") == Double(event.phase * chunks), "phase \(event.phase)")
        }
        #expect(events.last?.outcome == .completed)
        #expect(events.last?.version == UInt64(phases * chunks))
    }
}
