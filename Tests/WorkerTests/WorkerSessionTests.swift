import Core
import Protocol
import Testing
import Worker

@Suite struct WorkerSessionTests {
    @Test func fromHelloToWork() {
        var talk = Talk()
        talk.handle(.start)
        #expect(talk.hasSaidHello && talk.session.state == .joining)
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        #expect(talk.ready == .some(nil) && talk.session.state == .waiting)
        talk.hear(.assignment(Talk.assignment()))
        #expect(talk.hasBegun && talk.session.state == .working)
        talk.handle(.completed(.chunk(.empty)))
        #expect(talk.push?.number == 1 && talk.push?.base == 3 && talk.push?.oldestUnanswered == 1)
    }

    @Test func hellosOfAYoungConnectionComeOftenThenSeldom() {
        var talk = Talk()
        talk.handle(.start)
        var times: [Int] = []
        for time in stride(from: 10, through: 10_000, by: 10) {
            talk.handle(.tick, after: 10)
            if talk.hasSaidHello { times.append(time) }
        }
        #expect(times.prefix(5) == [10, 30, 70, 150, 310])
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 <= 2_000 })
        #expect(times.count < 16)
    }

    @Test func aPushIsSentAgainUntilItIsAnswered() {
        var talk = Talk()
        talk.startPushing()
        for _ in 0..<3 {
            talk.handle(.tick, after: 1_999)
            #expect(talk.sent.isEmpty)
            talk.handle(.tick, after: 1)
            #expect(talk.push?.number == 1, "the same number")
        }
        talk.hear(.commit(Commit(number: 1, next: nil)))
        talk.handle(.tick, after: 1_000)
        #expect(talk.sent.isEmpty)
    }

    @Test func numbersCountOneByOne() {
        var talk = Talk()
        talk.startPushing()
        for number: UInt64 in 1...5 {
            let next = Talk.assignment(
                chunks: [Int(number)], version: 3 + number, steps: [Talk.step(number)])
            talk.hear(.commit(Commit(number: number, next: next)))
            #expect(talk.hasBegun)
            talk.handle(.completed(.chunk(.empty)))
            #expect(talk.push?.number == number + 1 && talk.push?.base == 3 + number)
        }
    }

    @Test func answersToWhatIsOverChangeNothing() {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.commit(Commit(number: 1, next: Talk.assignment())))
        talk.handle(.completed(.chunk(.empty)))
        for stale: ServerMessage in [
            .commit(Commit(number: 1, next: Talk.assignment())), .assignment(Talk.assignment()),
            .refusal(Refusal(.stale, "", number: 1)), .finished(reason: ""), .goodbye, .wait(reason: ""),
            .heartbeat,
        ] {
            talk.hear(stale)
            #expect(talk.effects.isEmpty && talk.session.state == .pushing)
        }
    }

    @Test func withoutNextWorkItWaitsAndAsksAgainIfTheServerStaysSilent() {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.commit(Commit(number: 1, next: nil)))
        #expect(talk.sent.isEmpty && talk.session.state == .waiting)
        talk.handle(.tick, after: 2_000)
        #expect(talk.ready == .some(Holding(trial: 0, version: 3)))
    }

    @Test(arguments: [Refusal.Code.superseded, .wrongShape, .notFinite, .stale])
    func afterARefusalItDropsTheUpdateAndAsksForOtherWork(code: Refusal.Code) {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.refusal(Refusal(code, "no", number: 1)))
        #expect(talk.droppedUpdate == 1 && !talk.hasDroppedState)
        #expect(talk.ready == .some(Holding(trial: 0, version: 3)))
    }

    @Test func afterAHashMismatchItDropsAllItHolds() {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.refusal(Refusal(.hashMismatch, "no", number: 1)))
        #expect(talk.hasDroppedState && talk.ready == .some(nil))
    }

    @Test func aServerThatForgotItIsToldAgainAndThePushGoesOn() {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.refusal(Refusal(.unknownSession, "")))
        #expect(talk.hasSaidHello)
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        #expect(talk.push?.number == 1 && !talk.hasDroppedState)
    }

    @Test func whileWorkingAWelcomeChangesNothing() {
        var talk = Talk()
        talk.startWorking()
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        #expect(talk.effects.isEmpty && talk.session.state == .working)
    }

    @Test func anotherRunMeansNothingOfBeforeCounts() {
        var talk = Talk()
        talk.startPushing()
        talk.hear(.welcome(Welcome(run: "another", leaseMilliseconds: 10_000)))
        #expect(talk.hasDroppedState && talk.ready == .some(nil) && talk.session.state == .waiting)
        talk.handle(.completed(.chunk(.empty)))
        #expect(talk.effects.isEmpty)
    }

    @Test func whatItCannotFollowItAsksForWhole() {
        var talk = Talk()
        talk.startWorking()
        talk.handle(.cannotFollow)
        #expect(talk.hasDroppedState && talk.ready == .some(nil))
    }

    @Test(arguments: [300, 3_000, 60_000], [false, true])
    func signsOfLifeComeThriceInALease(lease: Int, isWaiting: Bool) {
        var talk = Talk(lostTimeout: 1_000_000)
        talk.handle(.start)
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: lease)))
        talk.hear(isWaiting ? .wait(reason: "") : .assignment(Talk.assignment()))
        var (silence, longest, count) = (0, 0, 0)
        for _ in 0..<(lease / 5) {
            talk.handle(.tick, after: 10)
            silence = talk.sent.isEmpty ? silence + 10 : 0
            longest = max(longest, silence)
            count += talk.sent.count
        }
        #expect(longest <= lease / 3)
        if !isWaiting { #expect(count == 5 || count == 6) }
    }

    // MARK: Data

    @Test func dataComesPieceByPiece() {
        var talk = Talk()
        talk.startWorking()
        talk.handle(.needsData(digest: "abc"))
        #expect(talk.fetch == Fetch(digest: "abc", offset: 0, length: 1 << 20))
        talk.handle(.tick, after: 2_000)
        #expect(talk.fetch?.offset == 0, "asked again")
        func piece(_ offset: Int, digest: String = "abc") -> ServerMessage {
            .piece(Piece(digest: digest, offset: offset, total: 24, payload: Payload(copying: Array(0..<16))))
        }
        talk.hear(piece(0, digest: "other"))
        #expect(talk.effects.isEmpty)
        talk.hear(piece(0))
        #expect(talk.fetch?.offset == 16)
        talk.hear(piece(0))
        #expect(talk.effects.isEmpty, "a piece that it has")
        talk.hear(piece(16))
        guard case .keep(_, isLast: true) = talk.effects.first else { return #expect(Bool(false)) }
        #expect(talk.session.state == .working)
    }

    // MARK: The end

    @Test func finishedMeansGoodbyeAndExitZero() {
        var talk = Talk()
        talk.handle(.start)
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        talk.hear(.finished(reason: ""))
        #expect(talk.hasSaidGoodbye)
        talk.hear(.goodbye)
        #expect(talk.exit == .done && talk.exit?.code == 0)
    }

    @Test func aGoodbyeThatIsNotAnsweredIsEnough() {
        var talk = Talk()
        talk.handle(.start)
        talk.hear(.welcome(Welcome(run: "run", leaseMilliseconds: 10_000)))
        talk.hear(.finished(reason: ""))
        talk.handle(.tick, after: 2_001)
        #expect(talk.exit == .done)
    }

    @Test func aDrainedWorkerFinishesItsChunkAndLeaves() {
        var talk = Talk()
        talk.startWorking()
        talk.handle(.drain)
        #expect(!talk.hasSaidGoodbye)
        talk.handle(.completed(.chunk(.empty)))
        #expect(talk.push != nil)
        talk.hear(.commit(Commit(number: 1, next: Talk.assignment())))
        #expect(talk.hasSaidGoodbye && !talk.hasBegun, "the next lease is handed back")
        talk.hear(.goodbye)
        #expect(talk.exit == .drained && talk.exit?.code == 75)
    }

    @Test func aSecondDrainIsAtOnce() {
        var talk = Talk()
        talk.startWorking()
        talk.handle(.drain)
        talk.handle(.drain)
        #expect(talk.exit == .drained)
    }

    @Test func aDrainedWorkerThatNobodyKnowsJustEnds() {
        var talk = Talk()
        talk.handle(.start)
        talk.handle(.drain)
        #expect(talk.exit == .drained)
    }

    @Test func noAnswerInTimeIsCode69() {
        var talk = Talk(connectTimeout: 5_000)
        talk.handle(.start)
        talk.handle(.tick, after: 5_000)
        #expect(talk.exit == nil)
        talk.handle(.tick, after: 1)
        #expect(
            talk.exit == .serverLost(silentMilliseconds: 5_001, hasHeard: false, cause: "")
                && talk.exit?.code == 69)
    }

    @Test func aServerThatFellSilentIsCode69() {
        var talk = Talk(lostTimeout: 3_000)
        talk.startWorking()
        talk.handle(.tick, after: 1_000)
        #expect(talk.sent.count == 1, "a sign of life")
        talk.handle(.tick, after: 3_000)
        #expect(talk.exit == nil)
        talk.hear(.heartbeat)
        talk.handle(.tick, after: 1_000)
        talk.handle(.tick, after: 3_000)
        #expect(talk.exit == nil)
        talk.handle(.tick, after: 1)
        #expect(
            talk.exit == .serverLost(silentMilliseconds: 3_001, hasHeard: true, cause: "")
                && talk.exit?.code == 69)
    }

    @Test func workThatTakesLongIsNoSilenceOfTheServer() {
        var talk = Talk(lostTimeout: 3_000)
        talk.startWorking()
        talk.handle(.completed(.chunk(.empty)), after: 100_000)
        talk.handle(.tick, after: 1)
        #expect(talk.exit == nil && talk.effects.isEmpty)
    }

    @Test func aWaitingWorkerTellsEachTimeTheWaitHasDoubled() {
        var talk = Talk(connectTimeout: 100_000)
        talk.handle(.start)
        talk.handle(.link(cause: "nothing listens there"))
        var notes: [String] = []
        for _ in 0..<700 {
            talk.handle(.tick, after: 100)
            for case .note(let text) in talk.effects { notes.append(text) }
        }
        #expect(
            notes
                == [2, 4, 8, 16, 32, 64].map {
                    "no server answers since \($0) s: nothing listens there; still trying"
                })
    }

    @Test func whoIsNotAuthorisedEndsWith77() {
        var talk = Talk()
        talk.handle(.start)
        talk.handle(.notAuthorised("who are you"))
        #expect(talk.exit?.code == 77 && talk.exit?.description == "not authorised: who are you")
    }

    @Test func aFullServerIsWaitedFor() {
        var talk = Talk()
        talk.handle(.start)
        talk.hear(.refusal(Refusal(.noRoom, "the server has 2048 workers, as many as it takes")))
        #expect(talk.effects.count == 1 && talk.exit == nil)
        talk.handle(.tick, after: 2_000)
        #expect(talk.hasSaidHello)
        talk.hear(.refusal(Refusal(.noRoom, "the server has 2048 workers, as many as it takes")))
        #expect(talk.effects.isEmpty, "said once")
    }

    @Test func aServerThatStaysFullIsGivenUp() {
        var talk = Talk(connectTimeout: 60_000)
        let refusal = Refusal(.noRoom, "the server has 2048 workers, as many as it takes")
        talk.handle(.start)
        for _ in 0...30 {
            talk.hear(.refusal(refusal))
            #expect(talk.exit == nil)
            talk.handle(.tick, after: 2_000)
        }
        talk.hear(.refusal(refusal))
        #expect(talk.exit?.code == 69 && talk.exit?.description.contains("as many as it takes") == true)
    }

    /// The server lives, but takes nothing: its disk is full.
    @Test func aDrainedWorkerGivesItsLastPushUp() {
        var talk = Talk()
        talk.startWorking()
        talk.handle(.drain)
        talk.handle(.completed(.chunk(.empty)), after: 50_000)
        for _ in 0..<10 {
            talk.hear(.heartbeat)
            talk.handle(.tick, after: 1_000)
            #expect(talk.exit == nil)
        }
        talk.hear(.heartbeat)
        talk.handle(.tick, after: 1)
        #expect(talk.exit == .drained)
    }

    @Test func anotherProtocolVersionIsCode76AndAMalformedMessageCode70() {
        var talk = Talk()
        talk.handle(.start)
        talk.hear(.refusal(Refusal(.protocolVersion, "2 is not 1")))
        #expect(talk.exit?.code == 76)
        talk.hear(.refusal(Refusal(.malformed, "what")))
        #expect(talk.exit?.code == 70)
    }
}
