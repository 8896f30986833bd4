internal import Core
internal import Foundation

/// What came out of a run so far, from its events.
package struct RunResults {
    package let sweep: Sweep
    package let events: [Event]
    private let directory: RunDirectory
    /// The command that made the run, if its directory tells it.
    package var command: String? { directory.command }

    package init(directory path: String) throws {
        directory = RunDirectory(path: path)
        sweep = try Sweep.read(from: directory.resolvedPath)
        let hasEvents = FileManager.default.fileExists(atPath: directory.eventsPath)
        events = hasEvents ? try EventReader.read(path: directory.eventsPath) : []
    }

    package init(sweep: Sweep, events: [Event]) {
        self.sweep = sweep
        self.events = events
        directory = RunDirectory(path: "")
    }

    /// The table of results, or the curves, in `format`.
    package func render(_ format: ResultsFormat, curves: Bool = false, phases: [Int]? = nil) throws -> String
    {
        let results = try Results(events: events, keys: sweep.keys, choice: sweep.choice)
        if curves { return format.render(results.curves()) }
        return format.render(results, phases: phases ?? sweep.tablePhases)
    }

    /// How stale the commits were.
    package func renderStaleness(_ format: ResultsFormat) throws -> String {
        let results = try Results(events: events, keys: sweep.keys, choice: sweep.choice)
        switch format {
        case .table: return StalenessText.text(results)
        case .csv: return Sheet(stalenessOf: results).csv
        case .json: return Sheet(stalenessOf: results).json
        }
    }

    /// Rebuilds results.sqlite from the events.
    package func index() throws {
        try ResultsIndex.rebuild(path: directory.path + "/results.sqlite", events: events, keys: sweep.keys)
    }

    /// The same, or a note if it cannot be written: whoever may only read a run sees its results all the same.
    package func indexIfPossible() {
        do {
            try index()
        } catch {
            Note.write("results.sqlite is left as it was: \(error)")
        }
    }

    /// How each trial that ended did so, by trial.
    package var finished: [Int: Event] {
        Dictionary(events.filter { $0.kind == .finished }.map { ($0.trial, $0) }) { _, last in last }
    }
}

extension Sweep {
    package var keys: [TrialKey] {
        trials.map {
            TrialKey(
                index: $0.index, label: $0.label, group: $0.group, learningRate: $0.learningRate,
                seed: $0.seed)
        }
    }

    /// Supervised tasks choose on validation and report the test metric; control tasks choose on half of the seeds
    /// and report the other half.
    package var choice: MetricChoice {
        let goal: MetricChoice.Goal = metric.goal == .minimize ? .minimize : .maximize
        if metric.name.hasPrefix("validation_") {
            let test = "test_" + metric.name.dropFirst("validation_".count)
            return MetricChoice(name: metric.name, goal: goal, testName: test, rule: .validationMean)
        }
        return MetricChoice(name: metric.name, goal: goal, rule: .halfOfSeeds)
    }

    /// Phases whose errors the table shows beside the final one.
    var tablePhases: [Int] {
        guard case .lqr(let lqr) = trials.first?.specification.task else { return [] }
        return [1, 4, 8, 12].filter { $0 < lqr.improvements }
    }
}
