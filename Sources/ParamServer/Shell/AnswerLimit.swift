/// Bounds how many refusals a peer is sent: each has a store of them that fills slowly.
package struct AnswerLimit<Peer: Hashable> {
    private var stores: [Peer: (left: Double, at: Int)] = [:]
    private static var full: Double { 64 }
    private static var perMillisecond: Double { 0.1 }
    private static var peerLimit: Int { 4_096 }

    package init() {}

    package mutating func admit(_ peer: Peer, now: Int) -> Bool {
        if stores.count >= AnswerLimit.peerLimit, stores[peer] == nil { forgetFull(now) }
        let store = stores[peer] ?? (AnswerLimit.full, now)
        let left = refilled(store, now)
        stores[peer] = (left >= 1 ? left - 1 : left, now)
        return left >= 1
    }

    private func refilled(_ store: (left: Double, at: Int), _ now: Int) -> Double {
        min(store.left + Double(now - store.at) * AnswerLimit.perMillisecond, AnswerLimit.full)
    }

    private mutating func forgetFull(_ now: Int) {
        stores = stores.filter { refilled($0.value, now) < AnswerLimit.full }
        if stores.count >= AnswerLimit.peerLimit { stores.removeAll() }
    }
}
