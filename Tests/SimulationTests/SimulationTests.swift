import Experiment
import Foundation
import Protocol
import Testing

/// The main test: whatever happens between them, server and workers finish the sweep, lose nothing, double nothing,
/// and where bits are promised they are those of the serial run.
@Suite struct SimulationTests {
    struct Cell: Sendable, CustomTestStringConvertible {
        let kind: Scenario.Kind
        let faults: Faults.Kind

        var testDescription: String { "\(kind) under \(faults) faults" }

        static let all = Scenario.Kind.allCases.flatMap { kind in
            Faults.Kind.allCases.map { Cell(kind: kind, faults: $0) }
        }.filter {
            // A worker that goes on from a lost version computes other numbers; counts do not depend on them.
            $0.faults != .power || $0.kind.isCounter
        }
    }

    @Test(arguments: Cell.all) func everySeedEndsWell(cell: Cell) {
        var report = SimulationReport.Cell(cell: cell.testDescription)
        defer { SimulationReport.note(report) }
        for seed in Seeds.all(of: Cell.all.count) {
            report.seeds += 1
            do {
                let simulation = Simulation(cell.kind, cell.faults, seed: seed)
                defer { report.serverCrashes += simulation.serverCrashes }
                try simulation.run()
                try simulation.check()
            } catch {
                report.failed += 1
                Issue.record("seed \(seed): \(error)\n(again: IGND_SIMULATION_FIRST_SEED=\(seed))")
                return
            }
        }
    }

    @Test(arguments: Canary.allCases) func aPlantedBugIsCaught(canary: Canary) throws {
        for seed in Seeds.first..<(Seeds.first + 400) {
            do {
                let simulation = Simulation(canary.habitat, canary.faults, seed: seed, canary: canary)
                try simulation.run()
                try simulation.check()
            } catch {
                return SimulationReport.note(
                    SimulationReport.Planted(canary: canary.rawValue, caughtBySeed: seed))
            }
        }
        SimulationReport.note(SimulationReport.Planted(canary: canary.rawValue, caughtBySeed: nil))
        Issue.record("\(canary) lives on through 400 seeds")
    }

    /// The same run to the last byte of the journal in every process: no unordered iteration, clock or global random
    /// number reaches the server or the workers.
    @Test func aRunIsTheSameInEveryProcess() throws {
        let simulation = Simulation(.counterAsync, .everything, seed: 3)
        try simulation.run()
        let headers = simulation.disk.journal.flatMap(\.frames.header)
        #expect(Digest(of: headers).description.prefix(16) == "648136d3cc0580ed")
        #expect(simulation.serverCrashes > 0)
    }
}
