import Core
import Protocol
import Testing
import Worker

/// A worker that computes while its pushes are on their way.
@Suite struct LeaseTests {
    @Test func theNextChunkBeginsBeforeThePushIsAnswered() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1])
        #expect(talk.begun == 0)
        talk.complete()
        #expect(talk.push?.number == 1 && talk.push?.base == 3)
        #expect(talk.begun == 1 && talk.session.state == .working)
        talk.complete()
        #expect(talk.push?.number == 2 && talk.push?.base == 3 && talk.push?.after == 0)
        #expect(talk.push?.oldestUnanswered == 1)
        #expect(talk.begun == nil && talk.session.state == .pushing)
    }

    @Test func thePushGoesOutBeforeWorkBegins() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1], chainRate: 0.5)
        talk.complete()
        guard case .send = talk.effects.first, case .begin = talk.effects.last else {
            return #expect(Bool(false), "\(talk.effects)")
        }
    }

    @Test func anAnswerBringsWhatIsNew() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1])
        talk.complete()
        talk.hearCommit(1, Talk.assignment(chunks: [1, 2], version: 4, steps: [Talk.step(1)]))
        #expect(talk.begun == nil, "chunk 1 is in work")
        talk.complete()
        #expect(talk.push?.base == 3 && talk.push?.held == 4 && talk.begun == 2)
        talk.complete()
        #expect(talk.push?.base == 4 && talk.push?.held == 4)
    }

    @Test func whatTheServerTakesBackIsNotBegun() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2])
        talk.complete()
        talk.hearCommit(1, Talk.assignment(chunks: [1], version: 4, steps: [Talk.step(1)]))
        talk.complete()
        #expect(talk.begun == nil && talk.session.state == .pushing)
    }

    @Test func whatIsNotAnsweredIsSentAgainInItsOrder() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2])
        talk.complete()
        talk.complete()
        talk.handle(.tick, after: 2_000)
        #expect(talk.pushes.map(\.number) == [1, 2] && talk.pushes.map(\.oldestUnanswered) == [1, 1])
        talk.hear(.refusal(Refusal(.superseded, "", number: 1)))
        talk.handle(.tick, after: 2_000)
        #expect(talk.pushes.map(\.number) == [2] && talk.pushes.map(\.oldestUnanswered) == [2])
        talk.hear(.refusal(Refusal(.outOfOrder, "", number: 2)))
        #expect(talk.effects.isEmpty, "an earlier one is on its way")
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        #expect(talk.pushes.map(\.number) == [2])
    }

    @Test func aLateAnswerTellsOfNoLeases() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1])
        talk.complete()
        talk.complete()
        talk.hearCommit(2, Talk.assignment(chunks: [2], version: 5, steps: [Talk.step(1), Talk.step(2)]))
        #expect(talk.begun == 2)
        talk.hearCommit(1, Talk.assignment(chunks: [1, 2], version: 4, steps: [Talk.step(1)]))
        talk.complete()
        #expect(talk.begun == nil && talk.push?.base == 5)
    }

    /// The server remembers so many numbers, and not for ever.
    @Test func itDoesNotRunAwayFromAnAnswerThatIsMissing() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1])
        talk.complete()
        var number: UInt64 = 1
        while talk.session.state == .working && number < 100 {
            talk.complete()
            number += 1
            talk.hearCommit(number, Talk.assignment(chunks: [Int(number)], version: 3))
        }
        #expect(number == 32 && talk.session.state == .pushing)
        talk.hearCommit(1, nil)
        #expect(talk.begun == 32)
    }

    @Test func aDrainedWorkerWaitsForAllItsAnswers() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2])
        talk.complete()
        talk.handle(.drain)
        talk.complete()
        #expect(talk.push?.number == 2 && talk.begun == nil, "the third is handed back")
        talk.hearCommit(1, Talk.assignment(chunks: [1, 2], version: 4, steps: [Talk.step(1)]))
        #expect(!talk.hasSaidGoodbye && talk.begun == nil)
        talk.hearCommit(2, nil)
        #expect(talk.hasSaidGoodbye)
    }

    // MARK: Chains

    @Test func aChainBeginsOnWhatItHasMade() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2], chainRate: 0.5)
        talk.complete()
        #expect(talk.appliedRate == 0.5 && talk.begun == 1 && talk.push?.after == 0)
        talk.complete()
        #expect(talk.push?.base == 4 && talk.push?.after == 1 && talk.begun == 2)
        talk.hearCommit(1, Talk.assignment(chunks: [1, 2, 3], version: 4, chainRate: 0.5))
        talk.hearCommit(2, Talk.assignment(chunks: [2, 3, 4], version: 5, chainRate: 0.5))
        talk.complete()
        #expect(talk.push?.base == 5 && talk.push?.after == 2 && talk.begun == 3)
        talk.hearCommit(3, Talk.assignment(chunks: [3, 4], version: 6, chainRate: 0.5))
        talk.complete()
        #expect(talk.push?.base == 6 && talk.push?.after == 3)
    }

    @Test func aRefusedLinkTakesAllBehindItAlong() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2], chainRate: 1)
        talk.complete()
        talk.complete()
        talk.hear(.refusal(Refusal(.superseded, "", number: 1)))
        #expect(talk.hasDroppedState && talk.ready == .some(nil) && talk.session.state == .waiting)
        talk.hear(.refusal(Refusal(.stale, "", number: 2)))
        #expect(talk.effects.isEmpty, "it is given up already")
        talk.hear(.assignment(Talk.assignment(chunks: [2], version: 9, chainRate: 1)))
        talk.complete()
        #expect(talk.push?.number == 3 && talk.push?.oldestUnanswered == 3 && talk.push?.after == 0)
    }

    @Test func aRefusalOfWhatNothingWasBegunOnCostsThatAlone() {
        var talk = Talk(leases: 1)
        talk.startWorking(onChunks: [0], chainRate: 1)
        talk.complete()
        #expect(talk.appliedRate == nil)
        talk.hear(.refusal(Refusal(.superseded, "", number: 1)))
        #expect(!talk.hasDroppedState && talk.droppedUpdate == 1)
        #expect(talk.ready == .some(Holding(trial: 0, version: 3)))
    }

    @Test func anAnswerMayComeBeforeTheNextBegins() {
        var talk = Talk(leases: 1)
        talk.startWorking(onChunks: [0], chainRate: 0.5)
        talk.complete()
        talk.hearCommit(1, Talk.assignment(chunks: [1], version: 4, chainRate: 0.5))
        #expect(talk.appliedRate == 0.5 && talk.begun == 1)
        talk.complete()
        #expect(talk.push?.base == 4 && talk.push?.after == 0)
    }

    @Test func ownStepsConfirmAChainAndOthersBreakIt() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2], chainRate: 1)
        talk.complete()
        talk.complete()
        var other = talk
        let own = [Talk.step(1), Talk.step(2)]
        talk.hearCommit(1, Talk.assignment(chunks: [2, 3], version: 5, steps: own, chainRate: 1))
        #expect(!talk.hasDroppedState)
        let foreign = [Talk.step(1), Talk.step(7, of: 2)]
        other.hearCommit(1, Talk.assignment(chunks: [2, 3], version: 5, steps: foreign, chainRate: 1))
        #expect(other.hasDroppedState && other.ready == .some(nil))
    }

    @Test func aDivergedChunkIsTheLastOfItsChain() {
        var talk = Talk()
        talk.startWorking(onChunks: [0, 1, 2], chainRate: 1)
        talk.handle(.completed(.chunk(nil)))
        #expect(talk.push?.update == nil && talk.begun == nil && talk.session.state == .pushing)
    }
}
