import Core
import Experiment
import Foundation
import Testing

/// Which final parameters are kept while a sweep runs.
@Suite struct ParameterStoreTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Two rates with three seeds each: trials 0 to 2 and 3 to 5.
    private func sweep() throws -> Sweep {
        try parse(
            "seeds: 3\ntask: {kind: frozen-lake, episodes: 10}\nchunk: {kind: local, samples: 5}\n"
                + "parameters: {optimizer: {value: sgd}, learning_rate: {values: [0.1, 0.2]}}\n")
    }

    private func state(_ sweep: Sweep, of trial: Int) -> ParameterState {
        let plan = sweep.trials[trial].specification.plan
        let state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
        state.parameters(Double.self)[0] = Double(trial + 1)
        return state
    }

    private func end(
        _ trial: Int, _ value: Double, in store: inout ParameterStore, of sweep: Sweep, diverged: Bool = false
    ) throws {
        store.observe([Metric(sweep.choice.name, value)], of: trial)
        try store.keep(state(sweep, of: trial), of: trial, diverged: diverged)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    @Test func theBestSeedOfEachConfigurationIsKept() throws {
        let sweep = try sweep()
        var store = try ParameterStore(directory: directory.path, sweep: sweep)
        for (trial, value) in [(1, 0.5), (0, 0.5), (2, 0.7), (3, 0.9), (4, 0.2)] {
            try end(trial, value, in: &store, of: sweep)
        }
        try end(5, 0.1, in: &store, of: sweep, diverged: true)
        #expect(try files() == ["0_0.5.parameters", "4_0.2.parameters"])
        let kept = try #require(store.parameters(of: 0))
        withExtendedLifetime(kept) { #expect(kept.bytes.loadUnaligned(as: Double.self) == 1) }
        #expect(store.parameters(of: 1) == nil)
    }

    @Test func aStoreThatIsOpenedAgainGoesOn() throws {
        let sweep = try sweep()
        var store = try ParameterStore(directory: directory.path, sweep: sweep)
        try end(0, 0.5, in: &store, of: sweep)
        try directory.write([1, 2], to: "1_0.1.parameters.new")
        try directory.write([1, 2], to: "2_0.8.parameters")
        var again = try ParameterStore(directory: directory.path, sweep: sweep)
        #expect(try files() == ["0_0.5.parameters"])
        try end(1, 0.6, in: &again, of: sweep)
        #expect(try files() == ["0_0.5.parameters"])
        // The same trial ends again, otherwise: its end was lost.
        try end(0, 0.4, in: &again, of: sweep)
        #expect(try files() == ["0_0.4.parameters"])
    }

    @Test func aDirectoryThatCannotBeWrittenIsNamed() throws {
        let sweep = try sweep()
        var store = try ParameterStore(directory: directory.path, sweep: sweep)
        try FileManager.default.removeItem(atPath: directory.path)
        #expect(throws: RunError.self) { try end(0, 0.5, in: &store, of: sweep) }
    }

    /// A write that fails may be tried again: the value is not forgotten.
    @Test func whatCouldNotBeKeptIsKeptLater() throws {
        let sweep = try sweep()
        var store = try ParameterStore(directory: directory.path, sweep: sweep)
        let obstacle = directory.path + "/0_0.5.parameters.new"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: false)
        #expect(throws: RunError.self) { try end(0, 0.5, in: &store, of: sweep) }
        try FileManager.default.removeItem(atPath: obstacle)
        try store.keep(state(sweep, of: 0), of: 0, diverged: false)
        try store.sync()
        #expect(try files() == ["0_0.5.parameters"])
        #expect(store.parameters(of: 0) != nil)
    }
}
