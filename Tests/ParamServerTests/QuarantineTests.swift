import Core
import ParamServer
import Protocol
import Testing

/// A worker whose pushes are refused again and again gets no work for a time that grows.
@Suite struct QuarantineTests {
    private func started() -> Conversation {
        var talk = Conversation(chunks: 2)
        talk.start()
        talk.join(1)
        return talk
    }

    /// One more push that no server takes; gives the notes that it caused.
    private func offend(_ talk: inout Conversation) -> [String] {
        let push = talk.push(0, of: 1, base: 0, update: Conversation.count(0, by: .nan))
        return talk.say(.push(push), as: 1).effects.compactMap {
            if case .note(let text) = $0, text.contains("quarantined") { text } else { nil }
        }
    }

    @Test func afterThreeRefusalsThereIsNoWorkAndOneLineSaysSo() {
        var talk = started()
        var notes: [String] = []
        for _ in 0..<2 {
            #expect(talk.ready(1).lease(to: 1) != nil)
            notes += offend(&talk)
        }
        #expect(notes.isEmpty && talk.ready(1).lease(to: 1) != nil)
        notes += offend(&talk)
        #expect(talk.ready(1).isToldToWait(1))
        for _ in 0..<20 { notes += offend(&talk) }
        #expect(notes.count == 1)
        #expect(notes.first?.contains("3 pushes in a row were refused") == true)
    }

    @Test func theTimeDoublesAndThenThereIsWorkAgain() {
        var talk = started()
        for _ in 0..<3 { _ = offend(&talk) }
        var time = 1_000
        for _ in 0..<4 {
            _ = talk.ready(1)
            talk.now += time - 1
            _ = talk.say(.heartbeat(activity: ""), as: 1)
            #expect(talk.handle(.tick).lease(to: 1) == nil)
            talk.now += 1
            #expect(talk.handle(.tick).lease(to: 1) == .chunk(phase: 1, chunk: 0))
            _ = offend(&talk)
            time *= 2
        }
    }

    @Test func aGoodPushEndsIt() {
        var talk = started()
        for _ in 0..<5 { _ = offend(&talk) }
        #expect(talk.ready(1).isToldToWait(1))
        let answers = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(answers.acknowledged(to: 1) != nil && answers.lease(to: 1) == .chunk(phase: 1, chunk: 1))
    }

    /// What happens to an honest worker is no offence.
    @Test func supersededPushesDoNotCount() {
        var talk = started()
        talk.join(2)
        _ = talk.ready(2)
        _ = talk.say(.push(talk.push(0, of: 2, base: 0)), as: 2)
        for _ in 0..<9 {
            let answers = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
            #expect(answers.refusal(to: 1)?.code == .superseded)
        }
        _ = talk.say(.goodbye(reason: ""), as: 2)
        #expect(talk.ready(1).lease(to: 1) == .chunk(phase: 1, chunk: 1))
    }

    @Test func itIsNeverForEver() {
        for count in [3, 10, 1_000] {
            let time = Quarantine.milliseconds(refusedInARow: count, lease: 10_000)!
            #expect(time >= 10_000 && time <= 3_600_000)
        }
        #expect(Quarantine.milliseconds(refusedInARow: 2, lease: 10_000) == nil)
    }
}
