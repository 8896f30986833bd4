import ParamServer

/// What goes wrong, and how often, until the simulation calms down.
struct Faults: Sendable {
    /// Of each packet.
    var loss = 0.0
    var duplication = 0.0
    /// Packets take 1 to this many milliseconds, each its own time: so they overtake each other.
    var longestDelay = 3
    /// Mean milliseconds between two accidents of each kind; nil: never.
    var workerCrashEvery: Int?
    /// A worker freezes, as under SIGSTOP, for up to twice the lease.
    var workerStallEvery: Int?
    var workerDrainEvery: Int?
    /// One worker's packets are lost, both ways, for up to 15 s.
    var partitionEvery: Int?
    /// What one worker sends is held up for up to twice the lease, and then comes in its order.
    var holdUpEvery: Int?
    /// The clocks of the server or of a worker jump.
    var clockJumpEvery: Int?
    /// At each point between two effects of the server.
    var serverCrash = 0.0
    /// The server dies by a loss of power: what is not synced goes with it.
    var losesPower = false
    /// `--durability power`: nothing is answered before it is synced.
    var isSynced = false
    /// After each answer.
    var snapshot = 0.0
    /// At each start of the server: the newest snapshot cannot be read.
    var rot = 0.0
    var retention = JournalRetention(.all)

    /// Records may be lost that were answered.
    var losesRecords: Bool { losesPower && !isSynced }

    /// The rows of the table of faults.
    enum Kind: String, CaseIterable, Sendable {
        case none, network, workers, server, power, syncedPower, partitions, clocks, everything
    }

    static func drawn(_ kind: Kind, _ random: inout SimulationRandom) -> Faults {
        var faults = Faults()
        let isAll = kind == .everything
        if kind == .network || isAll {
            faults.loss = Double(random.number(in: 0...30)) / 100
            faults.duplication = Double(random.number(in: 0...30)) / 100
            faults.longestDelay = [3, 50, 1_000, 4_000][random.number(in: 0...3)]
        }
        if kind == .workers || isAll {
            faults.workerCrashEvery = random.number(in: 500...10_000)
            faults.workerStallEvery = random.number(in: 1_000...20_000)
            faults.workerDrainEvery = random.number(in: 2_000...20_000)
        }
        faults.losesPower = kind == .power || kind == .syncedPower || isAll && random.chance(0.5)
        faults.isSynced = kind == .syncedPower || isAll && faults.losesPower
        if kind == .server || faults.losesPower || isAll {
            faults.serverCrash = [0.003, 0.02, 0.08][random.number(in: 0...2)]
            faults.snapshot = [0, 0.1, 0.5][random.number(in: 0...2)]
            faults.rot = [0, 0.2][random.number(in: 0...1)]
            let policy: JournalRetention.Policy = [.all, .limited, .bounded][random.number(in: 0...2)]
            faults.retention = JournalRetention(policy, limitBytes: 2_000)
        }
        if kind == .partitions || isAll {
            faults.partitionEvery = random.number(in: 1_000...10_000)
            faults.holdUpEvery = random.number(in: 1_000...10_000)
        }
        if kind == .clocks { faults.clockJumpEvery = random.number(in: 200...5_000) }
        return faults
    }
}
