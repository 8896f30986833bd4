import Core
import ParamServer
import Protocol
import Testing

/// Several leases of one worker at a time.
@Suite struct LeaseTests {
    private static let one = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)

    private func started(
        _ mode: TrialSpecification.Mode = one, chunks: Int = 4, leases: Int = 2
    ) -> Conversation {
        var talk = Conversation(mode: mode, chunks: chunks)
        talk.start()
        talk.join(1, 2, 3, 4, leases: leases)
        return talk
    }

    @Test func anAnswerNamesAllLeasesThatAWorkerHas() {
        var talk = started(leases: 3)
        #expect(talk.ready(1).chunks(to: 1) == [0, 1, 2])
        #expect(talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1).chunks(to: 1) == [1, 2, 3])
        #expect(talk.say(.push(talk.push(1, of: 1, base: 1)), as: 1).chunks(to: 1) == [2, 3])
        #expect(talk.server.outstandingLeases == 2)
        #expect(talk.ready(2).isToldToWait(2), "the trial is in one worker's hands")
    }

    @Test func whoAsksBeginsAnewWithTheLowest() {
        var talk = started()
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(talk.ready(1).chunks(to: 1) == [1, 2])
        #expect(talk.ready(1).chunks(to: 1) == [1, 2])
        #expect(talk.server.outstandingLeases == 2)
    }

    @Test func aGoodbyeAndASilenceFreeThemAll() {
        var talk = started()
        _ = talk.ready(1)
        _ = talk.ready(2)
        #expect(talk.say(.goodbye(reason: ""), as: 1).chunks(to: 2) == [0, 1])
        _ = talk.ready(3)
        talk.now = 1_001
        _ = talk.say(.heartbeat(activity: ""), as: 3)
        #expect(talk.handle(.tick).chunks(to: 3) == [0, 1])
    }

    @Test func aRefusalFreesItsLeaseAndNoOther() {
        var talk = started(.async(workers: 4, maximumStaleness: nil, damping: 0), leases: 3)
        _ = talk.ready(1)
        let bad = talk.push(1, of: 1, base: 0, update: Conversation.count(1, by: .nan))
        #expect(talk.say(.push(bad), as: 1).refusal(to: 1)?.code == .notFinite)
        #expect(
            talk.server.trials[0].leases.leases(of: SessionID(1))
                == [0, 2].map { .chunk(phase: 1, chunk: $0) })
        #expect(talk.ready(2).chunks(to: 2).first == 1)
    }

    // MARK: For everybody something

    @Test func secondLeasesLeaveTheFirstToThoseWhoWait() {
        var talk = started(.average(round: 4), chunks: 8)
        #expect(talk.ready(1).chunks(to: 1) == [0, 1])
        #expect(talk.ready(2).chunks(to: 2) == [2, 3])
        #expect(talk.ready(3).isToldToWait(3) && talk.ready(4).isToldToWait(4))
        for chunk in [0, 1] { _ = talk.say(.push(talk.push(chunk, of: 1, base: 0)), as: 1) }
        _ = talk.say(.push(talk.push(2, of: 2, base: 0)), as: 2)
        let last = talk.say(.push(talk.push(3, of: 2, base: 0)), as: 2)
        #expect((1...4).map { last.chunks(to: $0) } == [[5], [4], [6], [7]])
    }

    @Test func aRoundIsSharedEvenly() {
        var talk = started(.average(round: 4), leases: 4)
        #expect(talk.ready(1).chunks(to: 1) == [0, 1, 2, 3], "alone")
        talk = started(.average(round: 2), chunks: 2, leases: 4)
        _ = talk.ready(1)
        _ = talk.ready(2)
        talk = started(.average(round: 4), chunks: 8, leases: 4)
        _ = talk.ready(1)
        _ = talk.ready(2)
        for chunk in 0..<3 { _ = talk.say(.push(talk.push(chunk, of: 1, base: 0)), as: 1) }
        let last = talk.say(.push(talk.push(3, of: 1, base: 0)), as: 1)
        #expect(last.chunks(to: 1) == [4, 5] && last.chunks(to: 2) == [6, 7])
    }

    @Test func theBoundOnStalenessCountsThemAll() {
        var talk = started(.async(workers: 4, maximumStaleness: 2, damping: 0), chunks: 9, leases: 4)
        #expect(talk.ready(1).chunks(to: 1) == [0, 1, 2])
        #expect(talk.ready(2).isToldToWait(2))
        for chunk in [0, 1] { _ = talk.say(.push(talk.push(chunk, of: 1, base: 0)), as: 1) }
        let record = talk.say(.push(talk.push(2, of: 1, base: 0)), as: 1).records.first
        #expect(record?.staleness == 2)
    }

    @Test func atTheEndOfAPhaseTheOthersHaveSomethingToo() {
        var talk = started(.async(workers: 4, maximumStaleness: nil, damping: 0), chunks: 4)
        #expect(talk.ready(1).chunks(to: 1) == [0, 1])
        #expect(talk.ready(2).chunks(to: 2) == [2], "the last one is for who comes first")
    }

    // MARK: Ahead of the answers

    @Test func aChainGoesOnWhatItsOwnPushHasMade() {
        var talk = started(leases: 3)
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        let second = talk.say(.push(talk.push(1, of: 1, base: 1, after: 1)), as: 1)
        #expect(second.acknowledged(to: 1) == 2 && second.records.first?.staleness == 0)
        #expect(talk.counts() == [1, 1, 0, 0])
        guard case .steps(let steps) = second.assignment(to: 1)?.sync.content else {
            return #expect(Bool(false))
        }
        #expect(steps.isEmpty && second.assignment(to: 1)?.chainRate == 1)
    }

    /// The version number alone does not tell whose work it is.
    @Test func whatWasBegunOnAnUpdateThatAnotherMadeIsStale() {
        var talk = started()
        _ = talk.ready(1)
        talk.now = 2_000
        talk.join(2, leases: 2)
        _ = talk.handle(.tick)
        talk.join(1, leases: 2)
        #expect(talk.ready(2).chunks(to: 2) == [0, 1])
        let late = [talk.push(0, of: 1, base: 0), talk.push(1, of: 1, base: 1, after: 1)]
        #expect(talk.say(.push(talk.push(0, of: 2, base: 0)), as: 2).acknowledged(to: 2) == 1)
        #expect(talk.say(.push(late[0]), as: 1).refusal(to: 1)?.code == .superseded)
        #expect(talk.say(.push(late[1]), as: 1).refusal(to: 1)?.code == .stale)
        #expect(talk.counts() == [1, 0, 0, 0])
        let next = talk.say(.push(talk.push(1, of: 2, base: 1, after: 1)), as: 2)
        #expect(next.acknowledged(to: 2) == 2)
    }

    @Test func aChainOutlivesTheServer() {
        var talk = started()
        _ = talk.ready(1)
        let pushes = [talk.push(0, of: 1, base: 0), talk.push(1, of: 1, base: 1, after: 1)]
        _ = talk.say(.push(pushes[0]), as: 1)
        talk.restart()
        talk.join(1, leases: 2)
        #expect(talk.say(.push(pushes[0]), as: 1).acknowledged(to: 1) == 1)
        #expect(talk.say(.push(pushes[1]), as: 1).acknowledged(to: 1) == 2)
        #expect(talk.counts() == [1, 1, 0, 0])
    }

    @Test func aTrialOfOneWorkerTakesItsChunksInOrderAtItsNewestVersion() {
        var talk = started()
        _ = talk.ready(1)
        #expect(talk.say(.push(talk.push(1, of: 1, base: 0)), as: 1).refusal(to: 1)?.code == .stale)
        #expect(talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1).acknowledged(to: 1) == 2)
        #expect(talk.say(.push(talk.push(1, of: 1, base: 0)), as: 1).refusal(to: 1)?.code == .stale)
        #expect(talk.counts() == [1, 0, 0, 0])
    }

    // MARK: Numbers

    @Test func everyNumberIsAnsweredAgainAsItWas() {
        var talk = started(.async(workers: 4, maximumStaleness: nil, damping: 0), leases: 4)
        _ = talk.ready(1)
        var pushes = (0..<4).map { chunk in
            talk.push(
                chunk, of: 1, base: 0, update: Conversation.count(chunk, by: chunk % 2 == 0 ? .nan : 1))
        }
        for index in pushes.indices { pushes[index].oldestUnanswered = 1 }
        for _ in 0..<3 {
            for (index, push) in pushes.enumerated() {
                let answers = talk.say(.push(push), as: 1)
                if index % 2 == 0 {
                    #expect(answers.refusal(to: 1)?.code == .notFinite)
                } else {
                    #expect(answers.acknowledged(to: 1) == push.number)
                }
            }
        }
        talk.restart()
        talk.join(1, leases: 4)
        for (index, push) in pushes.enumerated() {
            let answers = talk.say(.push(push), as: 1)
            #expect((answers.acknowledged(to: 1) == push.number) == (index % 2 == 1))
            #expect((answers.refusal(to: 1)?.code == .superseded) == (index % 2 == 0))
        }
        #expect(talk.counts() == [0, 1, 0, 1])
    }

    @Test func numbersAreRememberedOneByOne() {
        var numbers = CommittedNumbers()
        for number: UInt64 in [1, 2, 5, 90, 92] { numbers.insert(number) }
        #expect([90, 92].allSatisfy(numbers.contains) && ![91, 93, 60].contains(where: numbers.contains))
        numbers.insert(60)
        #expect(numbers.contains(60) && numbers.highest == 92)
        #expect(numbers.contains(3), "so far back nobody asks")
        #expect(numbers == CommittedNumbers(highest: numbers.highest, recent: numbers.recent))
        numbers.insert(.max)
        #expect(numbers.contains(.max) && !numbers.contains(.max - 1))
    }
}
