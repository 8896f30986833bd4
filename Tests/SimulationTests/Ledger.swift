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

    init(_ scenario: Scenario) { self.scenario = scenario }

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
        guard session.state == .pushing, !scenario.faults.losesRecords else { return }
        let isWritten = written.contains(Name(session: session.id, number: session.number))
        switch message {
        case .commit(let commit) where commit.number == session.number && !isWritten:
            throw Violation("number \(commit.number) is acknowledged and not in the journal")
        case .refusal(let refusal) where refusal.number == session.number && isWritten:
            throw Violation("number \(refusal.number) is in the journal and refused: \(refusal.text)")
        case .refusal(let refusal)
        where refusal.code != .superseded && refusal.code != .stale && refusal.number > 0:
            throw Violation("a push was refused: \(refusal.code) \(refusal.text)")
        default: break
        }
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
