import Protocol

/// How much a trainer does before its caller looks up: it follows the speed, so that the caller looks up often enough and
/// not too often.
struct SliceLength {
    private var samples = 64

    /// Does one slice of about `budget` milliseconds.
    mutating func run<Result>(forMilliseconds budget: Int, _ work: (_ samples: Int) -> Result) -> Result {
        let start = Clock.monotonicMilliseconds()
        let result = work(samples)
        let elapsed = Clock.monotonicMilliseconds() - start
        if elapsed < budget / 2 { samples = min(samples * 2, 1 << 24) }
        if elapsed > budget { samples = max(samples / 2, 1) }
        return result
    }
}
