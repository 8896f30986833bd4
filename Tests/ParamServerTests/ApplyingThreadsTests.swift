import Core
import ParamServer
import Protocol
import Testing

/// Updates that are applied behind the answers, several trials at a time.
@Suite struct ApplyingThreadsTests {
    @Test("several threads leave each trial with the bits of one", arguments: [1, 2, 3, 8])
    func severalThreadsLeaveEachTrialWithTheBitsOfOne(threads: Int) {
        var prompt = commitTwoChunksOfEach(Conversation(trials: 5))
        var late = commitTwoChunksOfEach(Conversation(trials: 5, putOffParameterCount: 0))
        #expect(prompt.server.takeUnsettled(all: true).isEmpty)
        #expect(late.server.trials.allSatisfy { $0.progress!.isBehind })
        ApplyingThreads(count: threads).settle(&late.server)
        #expect(!late.server.trials.contains { $0.progress!.isBehind })
        #expect(late.server.takeUnsettled(all: true).isEmpty)
        for trial in 0..<5 { #expect(late.counts(trial: trial) == [1, 1, 0, 0]) }
        #expect(late.server.trials.map(\.parameterHash) == prompt.server.trials.map(\.parameterHash))
    }

    @Test func aFewChangesWaitForAPauseAndManyDoNot() {
        var talk = Conversation(chunks: 40, putOffParameterCount: 0)
        talk.join(1)
        _ = talk.ready(1)
        _ = talk.say(.milestone(talk.milestone(of: 1)), as: 1)
        for chunk in 0..<32 {
            #expect(talk.server.takeUnsettled(all: false).isEmpty, "chunk \(chunk)")
            let push = talk.push(chunk, of: 1, base: UInt64(chunk))
            #expect(talk.say(.push(push), as: 1).acknowledged(to: 1) != nil)
        }
        #expect(talk.server.takeUnsettled(all: false).count == 1)
        #expect(talk.server.takeUnsettled(all: true).isEmpty)
    }

    @Test func whoeverNeedsTheParametersSeesAllThatWasAcknowledged() {
        var talk = commitTwoChunksOfEach(Conversation(trials: 5, putOffParameterCount: 0))
        talk.restart()
        #expect(talk.counts(trial: 3) == [1, 1, 0, 0], "a snapshot holds them")
        #expect(talk.counts(trial: 4) == [1, 1, 0, 0])
    }

    /// Worker 1 on trial 0, worker 2 on trial 1 …
    private func commitTwoChunksOfEach(_ conversation: Conversation) -> Conversation {
        var talk = conversation
        for trial in 0..<5 {
            let worker = UInt64(trial + 1)
            talk.join(worker)
            _ = talk.ready(worker)
        }
        for trial in 0..<5 {
            let worker = UInt64(trial + 1)
            let milestone = talk.milestone(of: worker, trial: trial)
            #expect(talk.say(.milestone(milestone), as: worker).acknowledged(to: worker) != nil)
        }
        for chunk in 0..<2 {
            for trial in 0..<5 {
                let worker = UInt64(trial + 1)
                let push = talk.push(chunk, of: worker, base: UInt64(chunk), trial: trial)
                #expect(talk.say(.push(push), as: worker).acknowledged(to: worker) != nil)
            }
        }
        return talk
    }
}
