import Core
import ParamServer
import Protocol
import Testing

/// Who takes part: hello, silence, goodbye, and strangers.
@Suite struct SessionTests {
    @Test func helloIsWelcomedWithTheRun() {
        var talk = Conversation()
        let answers = talk.say(.hello(Hello(name: "a", software: "b")), as: 1)
        guard case .welcome(let welcome) = answers.messages(to: 1).first else { return #expect(Bool(false)) }
        #expect(welcome.run == "run")
        #expect(welcome.leaseMilliseconds == talk.server.configuration.leaseMilliseconds)
        #expect(talk.server.sessions.count == 1)
    }

    @Test func aServerTakesSoManyWorkers() {
        var talk = Conversation()
        for worker: UInt64 in 1...2_048 { talk.join(worker) }
        let hello = WorkerMessage.hello(Hello(name: "a", software: "b"))
        #expect(talk.say(hello, as: 3_000).refusal(to: 3_000)?.code == .noRoom)
        #expect(talk.server.sessions.count == 2_048)
        guard case .welcome = talk.say(hello, as: 7).messages(to: 7).first else {
            return #expect(Bool(false), "one that is in stays in")
        }
        _ = talk.say(.goodbye(reason: ""), as: 7)
        talk.join(3_000)
        #expect(talk.server.sessions[SessionID(3_000)] != nil)
    }

    @Test func aNameIsOneLineOfTheLog() {
        var talk = Conversation()
        let name = "a\nserver: all is well\u{1B}[2J\u{202E}é" + String(repeating: "x", count: 4_000)
        _ = talk.say(.hello(Hello(name: name, software: "")), as: 1)
        let kept = talk.server.sessions[SessionID(1)]!.name
        #expect(kept.hasPrefix("a?server: all is well?[2J?é") && kept.unicodeScalars.count == 128)
    }

    @Test func refusedPushesAreToldOfLessAndLess() {
        var talk = Conversation()
        talk.start()
        talk.join(1)
        var notes = 0
        for _ in 0..<100 {
            _ = talk.ready(1)
            let push = talk.push(0, of: 1, base: 0, update: Conversation.count(0, by: .nan))
            for case .note in talk.say(.push(push), as: 1).effects { notes += 1 }
        }
        #expect(notes == 8, "seven, and that it is quarantined")
    }

    @Test func strangersAreAskedToSayHello() {
        var talk = Conversation()
        #expect(talk.ready(7).refusal(to: 7)?.code == .unknownSession)
        let push = talk.push(0, of: 7, base: 0)
        #expect(talk.say(.push(push), as: 7).refusal(to: 7)?.code == .unknownSession)
        guard case .goodbye = talk.say(.goodbye(reason: ""), as: 7).messages(to: 7).first else {
            return #expect(Bool(false), "a goodbye is answered in any case")
        }
    }

    @Test func aSilentWorkerLosesItsLeaseToOneThatWaits() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1, 2)
        #expect(talk.ready(1).lease(to: 1) == .chunk(phase: 1, chunk: 0))
        talk.now = 900
        #expect(talk.ready(2).isToldToWait(2))
        #expect(talk.handle(.tick).effects.isEmpty)
        talk.now = 1_001
        #expect(talk.handle(.tick).lease(to: 2) == .chunk(phase: 1, chunk: 0))
        #expect(talk.server.sessions[SessionID(1)] == nil)
    }

    @Test func signsOfLifeKeepALease() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1)
        _ = talk.ready(1)
        for time in stride(from: 500, through: 5_000, by: 500) {
            talk.now = time
            _ = talk.say(.heartbeat(activity: ""), as: 1)
            _ = talk.handle(.tick)
        }
        #expect(talk.server.outstandingLeases == 1)
    }

    @Test func goodbyeFreesTheLease() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1, 2)
        _ = talk.ready(1)
        _ = talk.ready(2)
        #expect(talk.say(.goodbye(reason: ""), as: 1).lease(to: 2) == .chunk(phase: 1, chunk: 0))
    }

    @Test func theLatePushOfAForgottenWorkerCountsOnce() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1, 2)
        _ = talk.ready(1)
        talk.now = 2_000
        _ = talk.handle(.tick)
        talk.join(2)
        #expect(talk.ready(2).lease(to: 2) == .chunk(phase: 1, chunk: 0))
        talk.join(1)
        let late = talk.push(0, of: 1, base: 0)
        let answers = talk.say(.push(late), as: 1)
        #expect(answers.acknowledged(to: 1) == 1)
        #expect(answers.lease(to: 1) == .milestone(phase: 1))
        let second = talk.push(0, of: 2, base: 0)
        #expect(talk.say(.push(second), as: 2).refusal(to: 2)?.code == .superseded)
        #expect(talk.counts() == [1])
    }

    @Test func noLeasesAreGivenOnceTheServerDrains() {
        var talk = Conversation()
        talk.start()
        talk.join(1, 2)
        _ = talk.ready(1)
        #expect(talk.handle(.drain).effects.isEmpty)
        #expect(talk.ready(2).isToldToWait(2))
        let answers = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        #expect(answers.acknowledged(to: 1) == 1 && answers.lease(to: 1) == nil)
        #expect(talk.server.outstandingLeases == 0)
    }

    @Test func atTheEndAllAreTold() {
        var talk = Conversation(chunks: 1)
        talk.start()
        talk.join(1, 2, 3)
        _ = talk.ready(1)
        _ = talk.ready(2)
        _ = talk.say(.push(talk.push(0, of: 1, base: 0)), as: 1)
        let end = talk.say(.milestone(talk.milestone(of: 1, phase: 1)), as: 1)
        #expect(talk.server.isSweepDone)
        #expect(end.isToldFinished(1) && end.isToldFinished(2))
        #expect(talk.ready(3).isToldFinished(3))
        for worker: UInt64 in 1...3 { _ = talk.say(.goodbye(reason: ""), as: worker) }
        #expect(talk.server.isEveryoneGone)
    }
}
