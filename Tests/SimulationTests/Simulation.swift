import Core
import Experiment
import ParamServer
import Protocol
import Worker

/// One server and several workers in virtual time, with everything that goes wrong between them drawn from a seed.
///
/// Server, sessions, trainers, codec and projection are the real ones; the network, the clock, the disk and the
/// deaths are simulated.
final class Simulation {
    private enum Occurrence {
        case toServer(Frames, slot: Int)
        case toWorker(Frames, SessionID, slot: Int)
        case serverAnswers(life: Int)
        case serverTick(life: Int)
        case serverStarts
        case workerStarts(slot: Int)
        case workerTick(SessionID, slot: Int)
        case workIsDone(SessionID, slot: Int)
        case accident(Accident)
    }

    private enum Accident { case crash, stall, drain, partition, holdUp, clockJump }

    let scenario: Scenario
    let disk = Disk()
    private var random: SimulationRandom
    private let canary: Canary?
    private var ledger: Ledger
    private var agenda = Agenda<Occurrence>()
    private var now = 0
    private var server: SimulatedServer?
    private var serverLife = 0
    private var isAnswerDue = false
    private var workers: [SimulatedWorker?]
    private var isDone: [Bool]
    /// Nothing gets from or to this slot until then.
    private var cutUntil: [Int]
    /// What this slot sends arrives then.
    private var heldUntil: [Int]
    private var clocks: Clocks
    private(set) var serverCrashes = 0

    /// How long after the calm everything must be over: leases expire, requests are sent again, the work is done.
    private static let patience = 120_000

    init(_ kind: Scenario.Kind, _ faults: Faults.Kind, seed: UInt64, canary: Canary? = nil) {
        random = SimulationRandom(seed: seed)
        scenario = Scenario(kind, faults, seed: seed, random: &random)
        self.canary = canary
        ledger = Ledger(scenario)
        workers = Array(repeating: nil, count: scenario.workers)
        isDone = Array(repeating: false, count: scenario.workers)
        cutUntil = Array(repeating: 0, count: scenario.workers)
        heldUntil = cutUntil
        clocks = Clocks(workers: scenario.workers)
    }

    /// Runs until every worker was told that the sweep is done.
    func run() throws {
        agenda.add(.serverStarts, at: 0)
        for slot in workers.indices {
            agenda.add(.workerStarts(slot: slot), at: random.number(in: 0...2_000))
        }
        for (accident, mean) in [
            (Accident.crash, scenario.faults.workerCrashEvery), (.stall, scenario.faults.workerStallEvery),
            (.drain, scenario.faults.workerDrainEvery), (.partition, scenario.faults.partitionEvery),
            (.holdUp, scenario.faults.holdUpEvery),
            (.clockJump, scenario.faults.clockJumpEvery),
        ] { plan(accident, mean) }
        while isDone.contains(false) {
            guard let next = agenda.next() else { throw Violation("nothing is left to happen") }
            now = next.time
            if now > scenario.calmAt + Simulation.patience { throw Violation("no end: \(isDone)") }
            try happen(next.item)
        }
        // One that died last has written what its heir will find.
        if server == nil { try startServer() }
    }

    private var isCalm: Bool { now >= scenario.calmAt }

    private func happen(_ occurrence: Occurrence) throws {
        switch occurrence {
        case .toServer(let frames, let slot): try deliver(frames, from: slot)
        case .toWorker(let frames, let id, let slot): try deliver(frames, to: id, slot)
        case .serverAnswers(let life) where life == serverLife: try answer()
        case .serverTick(let life) where life == serverLife: try tick()
        case .serverStarts: try startServer()
        case .workerStarts(let slot): try startWorker(slot)
        case .workerTick(let id, let slot): try tickWorker(id, slot)
        case .workIsDone(let id, let slot): try work(id, slot)
        case .accident(let accident): try suffer(accident)
        case .serverAnswers, .serverTick: break  // of an earlier life
        }
    }

    // MARK: The network

    private func post(_ occurrence: Occurrence, slot: Int) {
        if cutUntil[slot] > now { return }
        let faults = scenario.faults
        if !isCalm && random.chance(faults.loss) { return }
        let longest = isCalm ? 3 : faults.longestDelay
        let earliest = if case .toServer = occurrence { heldUntil[slot] } else { 0 }
        repeat {
            agenda.add(occurrence, at: max(now + random.number(in: 1...longest), earliest))
        } while !isCalm && random.chance(faults.duplication)
    }

    // MARK: The server

    /// The server as its command makes it from the sweep.
    static func fresh(_ scenario: Scenario, canary: Canary? = nil) -> ParameterServer {
        let trials = scenario.trials.map { trial in
            var plan = trial.specification.plan
            if canary == .roundClosedEarly, case .average(let round) = plan.mode, round > 1 {
                plan.mode = .average(round: round - 1)
            }
            return Trial(index: trial.index, plan: plan, specification: trial.specification.json)
        }
        var configuration = ParameterServer.Configuration(
            run: "simulation", leaseMilliseconds: scenario.leaseMilliseconds)
        configuration.putOffParameterCount = scenario.seed.isMultiple(of: 2) ? 0 : .max
        return ParameterServer(configuration: configuration, trials: trials)
    }

    private func startServer() throws {
        if random.chance(scenario.faults.rot) { disk.rot() }
        server = try SimulatedServer(
            Simulation.fresh(scenario, canary: canary), disk: disk, faults: scenario.faults, canary: canary)
        serverLife += 1
        isAnswerDue = false
        agenda.add(.serverTick(life: serverLife), at: now + 100)
    }

    private func deliver(_ frames: Frames, from slot: Int) throws {
        if server == nil { return }
        let (session, message) = try frames.header.withUnsafeBytes {
            try Decoder.workerMessage(header: $0, payloads: frames.payloads)
        }
        try serve(.received(message, from: session))
    }

    private func tick() throws {
        agenda.add(.serverTick(life: serverLife), at: now + 100)
        try serve(.tick)
    }

    private func serve(_ event: ParameterServer.Event) throws {
        if try dies({ crash in try server!.handle(event, at: clocks.server(at: now), crash: crash) }) {
            return try crashServer()
        }
        // Some messages come before the batch is written.
        if isAnswerDue || !server!.hasAnswers { return }
        isAnswerDue = true
        agenda.add(.serverAnswers(life: serverLife), at: now + random.number(in: 0...2))
    }

    private func answer() throws {
        isAnswerDue = false
        var answers: [(ServerMessage, SessionID)] = []
        let hasCrashed = try dies { crash in
            try server!.answer(crash: crash, send: { answers.append(($0, $1)) })
        }
        try ledger.read(disk.journal)
        for (message, id) in answers { post(message, to: id) }
        if hasCrashed { return try crashServer() }
        guard canary != .snapshotBeforeSync, random.chance(scenario.faults.snapshot) else { return }
        if try dies({ crash in try server!.takeSnapshot(crash: crash) }) { try crashServer() }
    }

    /// Whether the server died at one of the places where `work` asks.
    private func dies(_ work: (() -> Bool) throws -> Void) throws -> Bool {
        var dice = random
        defer { random = dice }
        let crash = isCalm ? 0 : scenario.faults.serverCrash
        do {
            try work { dice.chance(crash) }
            return false
        } catch is SimulatedServer.Crash { return true }
    }

    private func post(_ message: ServerMessage, to id: SessionID) {
        let frames = Encoder.frames(message, session: id)
        guard let slot = workers.firstIndex(where: { $0?.id == id }) else { return }
        post(.toWorker(frames, id, slot: slot), slot: slot)
    }

    private func crashServer() throws {
        server = nil
        serverLife += 1
        serverCrashes += 1
        if scenario.faults.losesPower { try losePower() }
        agenda.add(.serverStarts, at: now + random.number(in: 1...3_000))
    }

    /// The sweep may be less done than workers were told: those that left are started again.
    private func losePower() throws {
        disk.losePower(&random)
        ledger = ledger.fresh()
        try ledger.read(disk.journal)
        guard scenario.faults.losesRecords else { return }
        for slot in isDone.indices where isDone[slot] {
            isDone[slot] = false
            agenda.add(.workerStarts(slot: slot), at: now + 1_000)
        }
    }

    // MARK: Workers

    private func startWorker(_ slot: Int) throws {
        let worker = SimulatedWorker(
            slot: slot, id: SessionID(random.next() | 1), leases: scenario.leases[slot])
        workers[slot] = worker
        agenda.add(.workerTick(worker.id, slot: slot), at: now + 100)
        try feed(.start, slot)
    }

    private func deliver(_ frames: Frames, to id: SessionID, _ slot: Int) throws {
        guard let worker = workers[slot], worker.id == id else { return }
        if worker.frozenUntil > now {
            return agenda.add(.toWorker(frames, id, slot: slot), at: worker.frozenUntil)
        }
        let (_, message) = try frames.header.withUnsafeBytes {
            try Decoder.serverMessage(header: $0, payloads: frames.payloads)
        }
        try ledger.check(message, heardBy: worker.workplace.session)
        try feed(.received(message), slot)
    }

    private func tickWorker(_ id: SessionID, _ slot: Int) throws {
        guard let worker = workers[slot], worker.id == id else { return }
        agenda.add(.workerTick(id, slot: slot), at: max(now + 100, worker.frozenUntil))
        if worker.frozenUntil <= now { try feed(.tick, slot) }
    }

    private func work(_ id: SessionID, _ slot: Int) throws {
        guard let worker = workers[slot], worker.id == id else { return }
        if worker.frozenUntil > now {
            return agenda.add(.workIsDone(id, slot: slot), at: worker.frozenUntil)
        }
        workers[slot]!.isBusy = false
        while worker.workplace.isWorking {
            guard let result = worker.workplace.work(forMilliseconds: 1_000_000) else { continue }
            var outputs: [Workplace.Output] = []
            try worker.workplace.deliver(result, now: clocks.worker(slot, at: now)) { outputs.append($0) }
            return try perform(outputs, slot)
        }
    }

    private func feed(_ event: WorkerSession.Event, _ slot: Int) throws {
        var outputs: [Workplace.Output] = []
        try workers[slot]!.workplace.handle(event, now: clocks.worker(slot, at: now)) { outputs.append($0) }
        try perform(outputs, slot)
    }

    private func perform(_ outputs: [Workplace.Output], _ slot: Int) throws {
        for output in outputs {
            switch output {
            case .send(let message):
                ledger.note(message, from: workers[slot]!.id)
                let frames = Encoder.frames(message, session: workers[slot]!.id)
                post(.toServer(frames, slot: slot), slot: slot)
            case .note: break
            case .exit(let reason): return try end(reason, slot)
            }
        }
        guard let worker = workers[slot], worker.workplace.isWorking, !worker.isBusy else { return }
        workers[slot]!.isBusy = true
        agenda.add(.workIsDone(worker.id, slot: slot), at: now + random.number(in: 1...scenario.longestWork))
    }

    private func end(_ reason: ExitReason, _ slot: Int) throws {
        let wasAskedToDrain = workers[slot]!.wasAskedToDrain
        workers[slot] = nil
        switch reason {
        case .done where scenario.faults.losesRecords && server?.server.isSweepDone != true:
            agenda.add(.workerStarts(slot: slot), at: now + 1_000)
        case .done: isDone[slot] = true
        case .drained where wasAskedToDrain: agenda.add(.workerStarts(slot: slot), at: now + 500)
        default: throw Violation("a worker ends: \(reason)")
        }
    }

    // MARK: Accidents

    private func plan(_ accident: Accident, _ mean: Int?) {
        guard let mean else { return }
        var time = 0
        while true {
            time += random.number(in: 1...(2 * mean))
            if time >= scenario.calmAt { return }
            agenda.add(.accident(accident), at: time)
        }
    }

    private func suffer(_ accident: Accident) throws {
        if accident == .clockJump { return clocks.jump(&random) }
        let slot = random.number(in: 0...(workers.count - 1))
        guard workers[slot] != nil else { return }
        switch accident {
        case .crash:
            workers[slot] = nil
            agenda.add(.workerStarts(slot: slot), at: now + random.number(in: 1...5_000))
        case .stall:
            workers[slot]!.frozenUntil = now + random.number(in: 1...(2 * scenario.leaseMilliseconds))
        case .drain:
            if workers[slot]!.frozenUntil > now { return }
            workers[slot]!.wasAskedToDrain = true
            try feed(.drain, slot)
        case .clockJump: break
        case .partition: cutUntil[slot] = now + random.number(in: 1...15_000)
        case .holdUp: heldUntil[slot] = now + random.number(in: 1...(2 * scenario.leaseMilliseconds))
        }
    }

    /// Everything that must hold when all is over.
    func check() throws {
        try Verdict(scenario, disk: disk, ledger: ledger, canary: canary).check()
    }
}
