/// Changes of one trial's parameters that are decided but not made yet, in their order.
///
/// A server decides by version, shape and lease alone. So it can answer first and make the changes of several trials at a
/// time afterwards, each trial's one after another: the bits are those of making each at once.
final class Backlog {
    enum Change {
        case update(Update, rate: Double)
        case mean([Update], rate: Double)

        func make(in state: ParameterState, _ meaning: UpdateMeaning) {
            switch self {
            case .update(let update, let rate): state.apply(update, meaning: meaning, rate: rate)
            case .mean(let updates, let rate): state.applyMean(of: updates, meaning: meaning, rate: rate)
            }
        }

        fileprivate var byteCount: Int {
            switch self {
            case .update(let update, _): update.payload.count
            case .mean(let updates, _): updates.reduce(0) { $0 + $1.payload.count }
            }
        }
    }

    private let state: ParameterState
    private let meaning: UpdateMeaning
    private var changes: [Change] = []
    private var byteCount = 0
    /// Updates are held until they are applied: this bounds their memory.
    private static let byteLimit = 64 << 20

    init(of state: ParameterState, meaning: UpdateMeaning) {
        self.state = state
        self.meaning = meaning
    }

    var isEmpty: Bool { changes.isEmpty }

    /// Whether to make the changes although there is other work: they soon leave the caches, and those who ask for the
    /// parameters would wait long.
    var isLong: Bool { changes.count >= Backlog.longCount || byteCount >= Backlog.longBytes }
    private static let longCount = 32
    private static let longBytes = 16 << 20

    func add(_ change: Change) {
        changes.append(change)
        byteCount += change.byteCount
        if byteCount > Backlog.byteLimit { settle() }
    }

    /// Makes all changes. Only one thread at a time may do so.
    func settle() {
        if changes.isEmpty { return }
        for change in changes { change.make(in: state, meaning) }
        changes.removeAll(keepingCapacity: true)
        byteCount = 0
    }
}
