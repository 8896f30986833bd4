import ParamServer
import Protocol

/// The effects of one event, to be asked about.
struct Answers {
    let effects: [ParameterServer.Effect]

    func messages(to worker: UInt64) -> [ServerMessage] {
        effects.compactMap {
            if case .send(let message, SessionID(worker)) = $0 { message } else { nil }
        }
    }

    func assignment(to worker: UInt64) -> Assignment? {
        for message in messages(to: worker) {
            switch message {
            case .assignment(let assignment): return assignment
            case .commit(let commit): return commit.next
            default: continue
            }
        }
        return nil
    }

    func lease(to worker: UInt64) -> Lease? { assignment(to: worker)?.leases.first }

    func chunks(to worker: UInt64) -> [Int] {
        (assignment(to: worker)?.leases ?? []).compactMap {
            if case .chunk(_, let chunk) = $0 { chunk } else { nil }
        }
    }

    func acknowledged(to worker: UInt64) -> UInt64? {
        for case .commit(let commit) in messages(to: worker) { return commit.number }
        return nil
    }

    func refusal(to worker: UInt64) -> Refusal? {
        for case .refusal(let refusal) in messages(to: worker) { return refusal }
        return nil
    }

    func isToldFinished(_ worker: UInt64) -> Bool {
        messages(to: worker).contains { if case .finished = $0 { true } else { false } }
    }

    func isToldToWait(_ worker: UInt64) -> Bool {
        messages(to: worker).contains { if case .wait = $0 { true } else { false } }
    }

    var records: [Record] {
        effects.compactMap { if case .append(let record) = $0 { record } else { nil } }
    }

    var happenings: [Happening] {
        effects.compactMap { if case .publish(let happening) = $0 { happening } else { nil } }
    }
}
