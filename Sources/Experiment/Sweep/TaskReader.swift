internal import Core

/// Reads `task:`.
struct TaskReader {
    /// A task with the loss that it is learnt by.
    struct Reading {
        let task: TaskSpecification
        let loss: Loss
    }

    let inputs: SweepInputs
    let precision: Precision

    static func kind(_ place: ConfigurationNode) throws -> TaskKind {
        let names = TaskKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard place.isMapping else {
            throw place.error("expected a mapping such as {kind: lqr, plant: uav}, found \(place.found)")
        }
        guard let kind = place.peek("kind") else {
            throw place.error("the key \"kind\" is missing; give one of \(names)")
        }
        return try kind.choice(TaskKind.self)
    }

    func read(_ place: ConfigurationNode, kind: TaskKind) throws -> Reading {
        switch kind {
        case .lqr: return Reading(task: .lqr(try LQRReader().read(place)), loss: .squared)
        case .frozenLake:
            return Reading(task: .frozenLake(try FrozenLakeReader().read(place)), loss: .squared)
        case .supervised: return try SupervisedReader(inputs: inputs, precision: precision).read(place)
        case .counter: return Reading(task: .counter(try counter(place)), loss: .squared)
        }
    }

    private func counter(_ place: ConfigurationNode) throws -> CounterSpecification {
        let mapping = try place.mapping([
            "kind", "phases", "chunks", "pause_milliseconds", "milestone_pause_milliseconds",
        ])
        return CounterSpecification(
            phases: try mapping.required("phases", "a number of phases").integer(1...1_000_000),
            chunks: try mapping.required("chunks", "the number of chunks in a phase").integer(1...1_000_000),
            pauseMilliseconds: try mapping.integer("pause_milliseconds", 0...60_000, default: 0),
            milestonePauseMilliseconds: try mapping["milestone_pause_milliseconds"]?.integer(0...60_000))
    }
}
