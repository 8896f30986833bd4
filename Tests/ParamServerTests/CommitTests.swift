import Core
import ParamServer
import Protocol
import Testing

/// What becomes of a push or a milestone.
@Suite struct CommitTests {
    private func started(
        mode: TrialSpecification.Mode = .async(workers: 4, maximumStaleness: nil, damping: 0), chunks: Int = 4
    ) -> Conversation {
        var talk = Conversation(mode: mode, chunks: chunks)
        talk.start()
        talk.join(1, 2, 3)
        return talk
    }

    @Test func theRecordStandsBeforeTheAnswer() throws {
        var talk = started()
        _ = talk.ready(1)
        let effects = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1).effects
        guard case .append(let record) = effects.first else { return #expect(Bool(false)) }
        #expect(record.version == 1 && record.number == 1 && record.session == SessionID(1))
        #expect(talk.counts() == [1, 0, 0, 0])
    }

    @Test func aDuplicateIsAcknowledgedAgainAndNotApplied() {
        var talk = started()
        _ = talk.ready(1)
        let push = talk.push(0, of: 1, base: 0)
        let first = talk.say(.push(push), as: 1)
        let again = talk.say(.push(push), as: 1)
        #expect(again.acknowledged(to: 1) == 1 && again.records.isEmpty)
        #expect(again.lease(to: 1) == first.lease(to: 1))
        #expect(talk.counts() == [1, 0, 0, 0])
    }

    @Test func aNumberBehindAGapIsOutOfOrder() {
        var talk = started()
        _ = talk.ready(1)
        _ = talk.push(0, of: 1, base: 0)
        var second = talk.push(0, of: 1, base: 0)
        second.oldestUnanswered = 1
        #expect(talk.say(.push(second), as: 1).refusal(to: 1)?.code == .outOfOrder)
        #expect(talk.counts() == [0, 0, 0, 0])
        second.oldestUnanswered = 2  // the first was refused, says the worker: the server may have forgotten
        #expect(talk.say(.push(second), as: 1).acknowledged(to: 1) == 2)
    }

    @Test func numbersCountFromOne() {
        var talk = started()
        var push = talk.push(0, of: 1, base: 0)
        push.number = 0
        let answers = talk.say(.push(push), as: 1)
        #expect(answers.refusal(to: 1)?.code == .malformed && answers.records.isEmpty)
    }

    @Test func aRefusedPushThatIsSentAgainIsRefusedAgain() {
        var talk = started()
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        let superseded = talk.push(0, of: 2, base: 0)
        for _ in 0..<3 {
            let answers = talk.say(.push(superseded), as: 2)
            #expect(answers.refusal(to: 2)?.code == .superseded)
            #expect(answers.acknowledged(to: 2) == nil && answers.records.isEmpty)
        }
        _ = talk.ready(2)
        #expect(talk.say(.push(talk.push(1, of: 2, base: 1)), as: 2).acknowledged(to: 2) == 2)
    }

    @Test func badUpdatesAreRefusedByNameAndTouchNothing() {
        let bad: [(Update, Refusal.Code)] = [
            (Conversation.count(9), .wrongShape), (Conversation.count(0, by: .nan), .notFinite),
            (Conversation.count(0, by: .infinity), .notFinite),
            (Update(blocks: [Block(tensor: 0, form: .dense)], payload: .empty), .wrongShape),
            (Update(blocks: [Block(tensor: 1, form: .dense)], payload: .empty), .wrongShape),
            (Update(blocks: [Block(tensor: 0, form: .rows(count: 9))], payload: .empty), .wrongShape),
            (Update(blocks: [Block(tensor: 0, form: .factors(rank: 0))], payload: .empty), .wrongShape),
        ]
        for (update, code) in bad {
            var talk = started()
            _ = talk.ready(1)
            let answers = talk.say(.push(talk.push(0, of: 1, base: 0, update: update)), as: 1)
            #expect(answers.refusal(to: 1)?.code == code)
            #expect(answers.records.isEmpty && talk.server.trials[0].version == 0)
            #expect(talk.counts() == [0, 0, 0, 0])
            #expect(talk.ready(1).lease(to: 1) == .chunk(phase: 1, chunk: 0), "the chunk is free again")
        }
    }

    @Test func unknownTrialsChunksAndPhasesAreRefused() {
        var talk = started()
        #expect(
            talk.say(.push(talk.push(0, of: 1, base: 0, trial: 5)), as: 1).refusal(to: 1)?.code == .malformed)
        #expect(talk.say(.push(talk.push(4, of: 2, base: 0)), as: 2).refusal(to: 2)?.code == .superseded)
        #expect(
            talk.say(.push(talk.push(0, of: 2, base: 0, phase: 2)), as: 2).refusal(to: 2)?.code == .superseded
        )
        #expect(talk.say(.push(talk.push(0, of: 2, base: 7)), as: 2).refusal(to: 2)?.code == .stale)
        let milestone = talk.milestone(of: 3, phase: 1)
        #expect(talk.say(.milestone(milestone), as: 3).refusal(to: 3)?.code == .superseded, "not due")
    }

    @Test func aMilestoneOfOtherParametersIsRefused() {
        var talk = started(chunks: 1)
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        let wrong = talk.milestone(of: 1, phase: 1, hash: [UInt8](repeating: 0, count: 32))
        let answers = talk.say(.milestone(wrong), as: 1)
        #expect(answers.refusal(to: 1)?.code == .hashMismatch && answers.records.isEmpty)
        #expect(!talk.server.isSweepDone)
        let right = talk.milestone(of: 1, phase: 1)
        #expect(talk.say(.milestone(right), as: 1).happenings.count == 2, "the milestone and the end")
        #expect(talk.server.isSweepDone)
    }

    @Test func aDivergedChunkEndsItsTrialAndGivesNoMoreOfIt() {
        var talk = Conversation(trials: 2)
        talk.start()
        talk.join(1)
        _ = talk.ready(1)
        var push = talk.push(0, of: 1, base: 0)
        push.update = nil
        let answers = talk.say(.push(push), as: 1)
        #expect(talk.server.trials[0].outcome == .diverged)
        #expect(answers.assignment(to: 1)?.trial == 1)
        // The answer is lost: asked again, the server answers the same and does not look into what it forgot.
        #expect(talk.say(.push(push), as: 1).assignment(to: 1)?.trial == 1)
        #expect(talk.ready(1).assignment(to: 1)?.trial == 1)
    }

    // MARK: Rounds

    @Test func aRoundClosesWithAllItsChunksWhoeverDoesThem() {
        var talk = started(mode: .average(round: 4))
        #expect(talk.ready(1).lease(to: 1) == .chunk(phase: 1, chunk: 0))
        #expect(talk.ready(2).lease(to: 2) == .chunk(phase: 1, chunk: 1))
        #expect(
            talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2).lease(to: 2) == .chunk(phase: 1, chunk: 2))
        #expect(
            talk.say(.push(talk.push(2, of: 2, base: 0)), as: 2).lease(to: 2) == .chunk(phase: 1, chunk: 3))
        #expect(talk.say(.push(talk.push(3, of: 2, base: 0)), as: 2).lease(to: 2) == nil)
        #expect(talk.server.trials[0].version == 0 && talk.counts() == [0, 0, 0, 0])
        let last = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(talk.server.trials[0].version == 1 && talk.counts() == [0.25, 0.25, 0.25, 0.25])
        #expect(last.lease(to: 1) == .milestone(phase: 1))
    }

    @Test func aPushForAClosedRoundIsStale() {
        var talk = started(mode: .average(round: 1))
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2).refusal(to: 2)?.code == .stale)
        #expect(talk.say(.push(talk.push(2, of: 2, base: 1)), as: 2).refusal(to: 2)?.code == .stale)
    }

    // MARK: Staleness

    @Test func noLeaseIsGivenThatCouldBreakTheBound() {
        var talk = started(mode: .async(workers: 4, maximumStaleness: 1, damping: 0))
        #expect(talk.ready(1).lease(to: 1) != nil)
        #expect(talk.ready(2).lease(to: 2) != nil)
        #expect(talk.ready(3).isToldToWait(3))
        let answers = talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2)
        #expect(
            answers.acknowledged(to: 2) == 1 && answers.lease(to: 2) == nil && answers.lease(to: 3) == nil)
        let late = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(late.records.first?.staleness == 1)
        #expect(late.lease(to: 1) != nil && late.lease(to: 2) != nil && late.lease(to: 3) == nil)
    }

    @Test func aPushBeyondTheBoundIsStale() {
        var talk = started(mode: .async(workers: 4, maximumStaleness: 0, damping: 0))
        _ = talk.ready(1)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2).refusal(to: 2)?.code == .stale)
    }

    @Test func stalenessDampsTheStep() {
        var talk = started(mode: .async(workers: 4, maximumStaleness: nil, damping: 1))
        _ = talk.ready(1)
        _ = talk.ready(2)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        let record = talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2).records.first
        #expect(record?.rate == 0.5 && record?.staleness == 1)
        #expect(talk.counts() == [1, 0.5, 0, 0])
    }

    // MARK: What a worker misses

    @Test func ownPartsDoNotTravelBackAndOthersDo() throws {
        var talk = started()
        _ = talk.ready(1)
        _ = talk.ready(2)
        _ = talk.say(.push(talk.push(1, of: 2, base: 0)), as: 2)
        let next = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1).assignment(to: 1)
        guard case .steps(let steps) = next?.sync.content else { return #expect(Bool(false)) }
        #expect(steps.map { $0.parts[0].session } == [SessionID(2), SessionID(1)])
        #expect(steps.map { $0.parts[0].update == nil } == [false, true])
        #expect(next?.sync.version == 2 && next?.specification.isEmpty == true)
    }

    @Test func aNewWorkerGetsASnapshotAndTheSpecification() {
        var talk = started()
        let assignment = talk.ready(1).assignment(to: 1)
        guard case .snapshot = assignment?.sync.content else { return #expect(Bool(false)) }
        #expect(assignment?.specification.isEmpty == false)
    }
}
