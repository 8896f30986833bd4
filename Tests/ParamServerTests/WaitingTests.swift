import Core
import ParamServer
import Protocol
import Testing

/// Those who wait for work.
@Suite struct WaitingTests {
    @Test func theListHoldsThoseWhoWaitAndNobodyElse() {
        var talk = Conversation(chunks: 1)
        talk.start()
        let workers: [UInt64] = [9, 2, 7, 4, 1, 8]
        for worker in workers { talk.join(worker) }
        for worker in workers + workers { _ = talk.ready(worker) }
        #expect(talk.server.waiting.map(\.rawValue) == [1, 2, 4, 7, 8], "9 came first and has the chunk")
        _ = talk.say(.goodbye(reason: ""), as: 4)
        #expect(talk.server.waiting.map(\.rawValue) == [1, 2, 7, 8])
        #expect(talk.say(.goodbye(reason: ""), as: 9).lease(to: 1) == .chunk(phase: 1, chunk: 0))
        #expect(talk.server.waiting.map(\.rawValue) == [2, 7, 8])
        talk.now = 5_000
        _ = talk.handle(.tick)
        #expect(talk.server.waiting.isEmpty && talk.server.sessions.isEmpty)
    }

    /// It gives signs of life and brings nothing: the sweep does not wait for it for ever.
    @Test func workThatSomebodyHasForTooLongGoesToOneThatWaitsToo() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1, 2)
        _ = talk.ready(1)
        _ = talk.ready(2)
        var lease: Lease?
        while lease == nil && talk.now < 100_000 {
            talk.now += 500
            for worker: UInt64 in [1, 2] { _ = talk.say(.heartbeat(activity: ""), as: worker) }
            lease = talk.handle(.tick).lease(to: 2)
        }
        #expect(lease == .chunk(phase: 1, chunk: 0))
        #expect(talk.now == 30_500)
        #expect(talk.say(.push(talk.push(0, of: 2, base: 0)), as: 2).acknowledged(to: 2) == 1)
        #expect(talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1).refusal(to: 1)?.code == .superseded)
        #expect(talk.counts() == [1])
    }

    /// What took long before may take long again.
    @Test func slowWorkIsNotGivenTwice() {
        var talk = Conversation(chunks: 2)
        talk.start()
        talk.join(1, 2, 3)
        _ = talk.ready(1)
        _ = talk.ready(2)
        let hours = { (talk: inout Conversation, count: Int) in
            for _ in 0..<count {
                talk.now += 900
                for worker: UInt64 in [1, 2] { _ = talk.say(.heartbeat(activity: ""), as: worker) }
                _ = talk.handle(.tick)
            }
        }
        hours(&talk, 100)
        #expect(talk.server.outstandingLeases == 2, "nobody waits: nothing is taken away")
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        _ = talk.ready(1)
        hours(&talk, 200)
        #expect(talk.server.outstandingLeases == 1)
        #expect(talk.server.trials[0].leases.holders[0].session == SessionID(2))
    }
}
