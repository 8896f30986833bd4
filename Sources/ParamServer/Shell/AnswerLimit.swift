/// Bounds how often a peer gets something, as refusals: each has a store that fills slowly.
package struct AnswerLimit<Peer: Hashable> {
    private var stores: [Peer: (left: Double, at: Int)] = [:]
    private let full: Double
    private let perMillisecond: Double
    private static var peerLimit: Int { 4_096 }

    package init(full: Double = 64, perSecond: Double = 100) {
        self.full = full
        perMillisecond = perSecond / 1_000
    }

    package mutating func admit(_ peer: Peer, now: Int) -> Bool {
        if stores.count >= AnswerLimit.peerLimit, stores[peer] == nil { forgetFull(now) }
        let store = stores[peer] ?? (full, now)
        let left = refilled(store, now)
        stores[peer] = (left >= 1 ? left - 1 : left, now)
        return left >= 1
    }

    private func refilled(_ store: (left: Double, at: Int), _ now: Int) -> Double {
        min(store.left + Double(now - store.at) * perMillisecond, full)
    }

    private mutating func forgetFull(_ now: Int) {
        stores = stores.filter { refilled($0.value, now) < full }
        if stores.count >= AnswerLimit.peerLimit { stores.removeAll() }
    }
}
