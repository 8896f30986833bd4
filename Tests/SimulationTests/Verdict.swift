import Core
import Experiment
import ParamServer
import Protocol
import Worker

/// What must hold of a finished run: judged from the disk alone.
struct Verdict {
    private let scenario: Scenario
    private let disk: Disk
    private let ledger: Ledger
    private let canary: Canary?

    init(_ scenario: Scenario, disk: Disk, ledger: Ledger, canary: Canary?) {
        self.scenario = scenario
        self.disk = disk
        self.ledger = ledger
        self.canary = canary
    }

    func check() throws {
        let happenings = try replay()
        let events = try EventReader.read(path: disk.eventsPath)
        try checkProjection(events, happenings)
        let ends = events.filter { $0.kind == .finished }.sorted { $0.trial < $1.trial }
        guard ends.map(\.trial) == scenario.trials.map(\.index) else {
            throw Violation("trials \(ends.map(\.trial)) have ended")
        }
        // A chunk that diverges ends its trial in the middle of a phase.
        try ledger.checkIsComplete(ends.map { $0.outcome == .diverged ? $0.phase - 1 : $0.phase })
        if scenario.kind.equalsSerial { for end in ends { try checkEqualsSerial(end) } }
    }

    /// What all records together tell; what is left on the disk tells the same end.
    private func replay() throws -> [Happening] {
        var server = Simulation.fresh(scenario, canary: canary)
        var happenings: [Happening] = []
        try disk.replay(&server) { happenings.append($0) }
        guard server.isSweepDone else { throw Violation("the journal does not tell of the sweep's end") }
        var heir = Simulation.fresh(scenario, canary: canary)
        try disk.recover(&heir) { _ in }
        guard heir.isSweepDone, heir.sequence == server.sequence,
            heir.committedNumbers == server.committedNumbers
        else {
            throw Violation("a restart ends at record \(heir.sequence), not \(server.sequence)")
        }
        return happenings
    }

    /// The events are what the journal's replay gives, each once, hashes included.
    private func checkProjection(_ events: [Event], _ happenings: [Happening]) throws {
        let projected = events.map {
            "\($0.sequence) \($0.trial) \($0.phase) \($0.version) \($0.hash ?? "-")"
        }
        let derived = happenings.map { happening in
            var hash = "-"
            if case .ended(_, let digest, _) = happening.kind { hash = digest.description }
            return "\(happening.sequence) \(happening.trial) \(happening.phase) \(happening.version) \(hash)"
        }
        if projected != derived {
            throw Violation("the events are not those of the journal:\n\(projected)\n\(derived)")
        }
    }

    private func checkEqualsSerial(_ end: Event) throws {
        var recorder = try Recorder(events: [], path: nil)
        var serial = try SerialTrial(scenario.trials[end.trial], dataset: nil)
        try serial.run(&recorder)
        guard let reference = recorder.events.last, reference.kind == .finished else {
            throw Violation("the serial run has no end")
        }
        if reference.hash != end.hash || reference.outcome != end.outcome {
            throw Violation(
                "trial \(end.trial) ends as \(end.hash ?? "-"), serially as \(reference.hash ?? "-")")
        }
    }
}
