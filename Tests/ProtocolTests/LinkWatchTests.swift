import Protocol
import Testing

/// Sequences of events as libzmq 4.3 gives them, and what a worker makes of them.
@Suite struct LinkWatchTests {
    private func state(_ events: [(SocketEvent, Int)], now: Int? = nil) -> LinkWatch.State {
        var watch = LinkWatch()
        for (event, time) in events { watch.note(event, now: time) }
        return watch.state(now: now ?? events.last?.1 ?? 0)
    }

    @Test func aNameThatIsNotFound() {
        #expect(state([(.retrying, 5), (.retrying, 100)]) == .nameNotFound)
    }

    @Test func aPortWhereNobodyListens() {
        let once: [(SocketEvent, Int)] = [(.connecting, 0), (.closed, 0), (.retrying, 1)]
        #expect(state(once) == .refused)
        #expect(state(once + [(.connecting, 200)], now: 300) == .refused)
        #expect(state([(.closed, 0), (.retrying, 1)]) == .refused)
    }

    @Test func aHostThatSaysNothing() {
        #expect(state([(.connecting, 0)], now: 900) == .trying)
        #expect(state([(.connecting, 0)], now: 1_100) == .silent)
        #expect(state([(.connecting, 0), (.closed, 10_000), (.retrying, 10_000)]) == .silent)
    }

    @Test func aHandshakeThatBreaksOffAgainAndAgain() {
        let once: [(SocketEvent, Int)] = [
            (.connecting, 0), (.connected, 0), (.broken, 0), (.disconnected(descriptor: 5), 0),
            (.retrying, 0),
        ]
        #expect(state(once) == .broken)
        #expect(state(once + once + [(.connecting, 0), (.connected, 0)], now: 5_000) == .broken)
    }

    @Test func aPeerThatDoesNotSpeak() {
        #expect(state([(.connecting, 0), (.connected, 1)], now: 5_000) == .unspoken)
    }

    @Test func aServerThatDies() {
        let dies: [(SocketEvent, Int)] = [
            (.connecting, 0), (.connected, 0), (.ready, 0), (.disconnected(descriptor: 5), 100),
            (.retrying, 100),
        ]
        #expect(state(Array(dies.prefix(3))) == .ready)
        #expect(state(dies) == .lost)
        #expect(state(dies + [(.connecting, 200), (.closed, 200), (.retrying, 200)]) == .refused)
        #expect(state(dies + Array(dies.prefix(3))) == .ready)
    }

    @Test func refusalsAreFinal() {
        let start: [(SocketEvent, Int)] = [(.connecting, 0), (.connected, 0)]
        #expect(state(start + [(.refused, 0), (.disconnected(descriptor: 5), 0)]) == .notAuthorised)
        #expect(state(start + [(.otherMechanism, 0), (.disconnected(descriptor: 5), 0)]) == .otherMechanism)
    }
}
