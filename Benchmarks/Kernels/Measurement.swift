#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Samples per second of processor time over several runs. On a quiet machine that is the wall time of these
/// single-threaded loops; on a shared one it still measures them and not their neighbours.
struct Measurement {
    let rates: [Double]

    var median: Double { rates[rates.count / 2] }

    /// Runs every piece of work once to warm up, then all of them in turn, so that what the machine does meanwhile
    /// hits all alike.
    static func interleaved(runs: Int = 15, samples: Int, _ work: [() -> Void]) -> [Measurement] {
        var rates: [[Double]] = work.map { _ in [] }
        for run in 0...runs {
            for (number, piece) in work.enumerated() {
                let start = processorSeconds()
                piece()
                let seconds = processorSeconds() - start
                if run > 0 { rates[number].append(Double(samples) / seconds) }
            }
        }
        return rates.map { Measurement(rates: $0.sorted()) }
    }

    /// Of this thread alone: OpenBLAS keeps another one spinning for the first tenths of a second.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }

    /// One line: {"model": …, "samples_per_second": median, "spread": [least, most], "runs": …}
    func report(_ fields: KeyValuePairs<String, String>, numbers: KeyValuePairs<String, Double> = [:]) {
        let words = fields.map { "\"\($0.key)\": \"\($0.value)\"" }
        let values = numbers.map { "\"\($0.key)\": \($0.value)" }
        let spread = "[\(Int(rates[0])), \(Int(rates[rates.count - 1]))]"
        let results = [
            "\"samples_per_second\": \(Int(median))", "\"spread\": \(spread)", "\"runs\": \(rates.count)",
        ]
        print("{\((words + values + results).joined(separator: ", "))}")
    }
}
