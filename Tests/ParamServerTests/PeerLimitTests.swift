import ParamServer
import Testing

/// What peers may cause: lines of the log, and answers.
@Suite struct PeerLimitTests {
    @Test func aRepeatedLineComesEachTimeTheWaitHasDoubled() {
        var limit = LineLimit()
        var lines: [(time: Int, omitted: Int)] = []
        for time in stride(from: 0, through: 100_000, by: 100) {
            if let omitted = limit.admit("x", now: time) { lines.append((time, omitted)) }
        }
        #expect(lines.map(\.time) == [0, 10_000, 30_000, 70_000])
        #expect(lines.map(\.omitted) == [0, 99, 199, 399])
    }

    @Test func newSubjectsAreBoundedToo() {
        var limit = LineLimit()
        var lines = 0
        for number in 0..<10_000 where limit.admit("subject \(number)", now: number / 10) != nil {
            lines += 1
        }
        #expect(lines == 65, "64 subjects, and one line for all others")
        let later = limit.admit("later", now: 1_000_000)
        #expect(later == 0, "those of long ago make room")
    }

    @Test func aPeerIsAnsweredSoOften() {
        var limit = AnswerLimit<Int>()
        var answers = 0
        for number in 0..<10_000 where limit.admit(1, now: number / 10) { answers += 1 }
        #expect((64 + 98...64 + 101).contains(answers), "a store of 64, then 100 a second: \(answers)")
        let isOtherAnswered = limit.admit(2, now: 1_000)
        #expect(isOtherAnswered, "others are not concerned")
        for peer in 0..<100_000 where !limit.admit(10 + peer, now: 2_000) { Issue.record("\(peer)") }
    }
}
