import ParamServer

/// What the clocks of server and workers show beyond the true time.
struct Clocks {
    private var server = 0
    /// The server's wall clock.
    private var wall = 0
    private var workers: [Int]

    init(workers count: Int) { workers = Array(repeating: 0, count: count) }

    func server(at now: Int) -> Instant {
        Instant(milliseconds: now + server, unixMilliseconds: UInt64(now + wall))
    }

    func worker(_ slot: Int, at now: Int) -> Int { now + workers[slot] }

    /// Monotonic clocks jump ahead, as when a machine was suspended: a server's beyond any lease, a worker's by less than
    /// what makes it give its server up. A wall clock is set to any time since 1970.
    mutating func jump(_ random: inout SimulationRandom) {
        switch random.number(in: 0...2) {
        case 0: server += random.number(in: 1...600_000)
        case 1: wall = random.number(in: 0...2_000_000_000_000)
        default: workers[random.number(in: 0...(workers.count - 1))] += random.number(in: 1...20_000)
        }
    }
}
