import Core
import Protocol

/// The newest changes of a trial, kept for workers that miss only a few. It holds at most two snapshots' worth of
/// bytes: a worker that misses more is served by a snapshot anyway.
package struct Tail {
    private var entries: [(version: UInt64, step: Step, byteCount: Int)] = []
    private var first = 0
    private var byteCount = 0
    private let snapshotBytes: Int
    private static let entryLimit = 1_024

    package init(snapshotBytes: Int) { self.snapshotBytes = snapshotBytes }

    package mutating func append(_ step: Step, version: UInt64) {
        let size = Tail.byteCount(of: [step])
        entries.append((version, step, size))
        byteCount += size
        while byteCount > 2 * snapshotBytes + 4_096 || entries.count - first > Tail.entryLimit { dropFirst() }
        if first > entries.count / 2 + 64 {
            entries.removeFirst(first)
            first = 0
        }
    }

    private mutating func dropFirst() {
        guard first < entries.count else { return byteCount = 0 }
        byteCount -= entries[first].byteCount
        entries[first].step.parts = []  // frees the payloads now
        first += 1
    }

    /// The steps after `version`, the receiver's own parts without payload; nil if they are no longer all here
    /// or a snapshot is smaller.
    package func steps(after version: UInt64, upTo newest: UInt64, receiver: SessionID) -> [Step]? {
        guard version < newest else { return version == newest ? [] : nil }
        let missing = Int(newest - version)
        guard missing <= entries.count - first else { return nil }
        let steps = entries.suffix(missing).map { Tail.addressed($0.step, to: receiver) }
        return Tail.byteCount(of: steps) <= snapshotBytes ? steps : nil
    }

    private static func addressed(_ step: Step, to receiver: SessionID) -> Step {
        var step = step
        for index in step.parts.indices where step.parts[index].session == receiver {
            step.parts[index].update = nil
        }
        return step
    }

    private static func byteCount(of steps: [Step]) -> Int {
        steps.reduce(0) { sum, step in
            step.parts.reduce(sum) { $0 + ($1.update?.payload.count ?? 0) }
        }
    }
}
