import Core
import Experiment
import ParamServer
import Protocol
import Worker

/// Watches what is written and what workers are told, and says so at once when the two do not agree.
struct Ledger {
    private struct Name: Hashable {
        let session: SessionID
        let number: UInt64
    }

    private let scenario: Scenario
    private var written: Set<Name> = []
    private var newest: [SessionID: UInt64] = [:]
    private var entries = 0
    private var work: Set<[Int]> = []
    /// What pushes were computed on, as far as it is another push.
    private var bases: [Name: UInt64] = [:]
    /// What made the newest version of each trial.
    private var origins: [Int: Name] = [:]

    init(_ scenario: Scenario) { self.scenario = scenario }

    /// A worker sends this.
    mutating func note(_ message: WorkerMessage, from session: SessionID) {
        guard case .push(let push) = message else { return }
        bases[Name(session: session, number: push.number)] = push.after
    }

    /// The same notes, with nothing read yet.
    func fresh() -> Ledger {
        var ledger = Ledger(scenario)
        ledger.bases = bases
        return ledger
    }

    /// Reads on in the journal.
    mutating func read(_ journal: [Disk.Entry]) throws {
        while entries < journal.count {
            let entry = journal[entries]
            entries += 1
            guard entry.sequence == UInt64(entries) else {
                throw Violation("record \(entries) has sequence \(entry.sequence)")
            }
            try enter(entry.record())
        }
    }

    private mutating func enter(_ record: Record) throws {
        if record.number <= newest[record.session] ?? 0 {
            throw Violation("number \(record.number) of a session follows \(newest[record.session]!)")
        }
        newest[record.session] = record.number
        written.insert(Name(session: record.session, number: record.number))
        let place: [Int]
        switch record.body {
        case .push(let push): place = [push.trial, push.phase, push.chunk]
        case .milestone(let report):
            place = [report.trial, report.phase]
            try check(report)
        }
        guard work.insert(place).inserted else { throw Violation("\(place) was committed twice") }
        try checkStaleness(record)
        try checkChain(record)
    }

    /// Every update was computed on what stands before it, if its worker says what that is; and a trial of one worker
    /// goes chunk by chunk.
    private mutating func checkChain(_ record: Record) throws {
        let name = Name(session: record.session, number: record.number)
        if let base = bases[name], base != 0,
            origins[record.trial] != Name(session: record.session, number: base)
        {
            throw Violation("number \(record.number) was computed on \(base), and follows another")
        }
        if case .push(let push) = record.body, push.chunk > 0,
            case .async(1, _, _) = scenario.trials[record.trial].specification.mode,
            !work.contains([push.trial, push.phase, push.chunk - 1])
        {
            throw Violation("chunk \(push.chunk) of phase \(push.phase) comes before the one before it")
        }
        if case .milestone(let report) = record.body, report.result.assignment.blocks.isEmpty { return }
        origins[record.trial] = name
    }

    private func check(_ report: MilestoneReport) throws {
        if let wrong = report.result.metrics.first(where: { $0.name == "wrong_counts" }), wrong.value != 0 {
            throw Violation("\(wrong.value) counters are wrong after phase \(report.phase)")
        }
    }

    private func checkStaleness(_ record: Record) throws {
        guard case .push = record.body else { return }
        if case .async(_, .some(let most), _) = scenario.trials[record.trial].specification.mode,
            record.staleness > UInt64(most)
        {
            throw Violation("staleness \(record.staleness) exceeds \(most)")
        }
    }

    /// A worker is about to hear this.
    func check(_ message: ServerMessage, heardBy session: WorkerSession) throws {
        // What is answered and not synced may be lost with the power: then nothing is promised of the answers.
        guard !scenario.faults.losesRecords else { return }
        switch message {
        case .commit(let commit) where session.awaitsAnswer(to: commit.number):
            if isWritten(commit.number, of: session) { return }
            throw Violation("number \(commit.number) is acknowledged and not in the journal")
        case .refusal(let refusal)
        where refusal.code != .outOfOrder && session.awaitsAnswer(to: refusal.number):
            if isWritten(refusal.number, of: session) {
                throw Violation("number \(refusal.number) is in the journal and refused: \(refusal.text)")
            }
            if ![.superseded, .stale].contains(refusal.code) {
                throw Violation("a push was refused: \(refusal.code) \(refusal.text)")
            }
        default: break
        }
    }

    private func isWritten(_ number: UInt64, of session: WorkerSession) -> Bool {
        written.contains(Name(session: session.id, number: number))
    }

    /// Every chunk and milestone of every trial that went to its last phase.
    func checkIsComplete(_ phases: [Int]) throws {
        for (trial, last) in phases.enumerated() {
            let plan = scenario.trials[trial].specification.plan
            for phase in 0..<(last + 1) {
                for chunk in 0..<plan.chunks(inPhase: phase) where !work.contains([trial, phase, chunk]) {
                    throw Violation("chunk \(chunk) of phase \(phase) of trial \(trial) is missing")
                }
                if !work.contains([trial, phase]) {
                    throw Violation("milestone \(phase) of \(trial) is missing")
                }
            }
        }
    }
}
