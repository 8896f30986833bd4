/// Samples per second over several runs.
struct Measurement {
    let rates: [Double]

    var median: Double { rates[rates.count / 2] }

    /// Runs every piece of work once to warm up, then all of them in turn, so that what the machine does meanwhile
    /// hits all alike.
    static func interleaved(runs: Int = 15, samples: Int, _ work: [() -> Void]) -> [Measurement] {
        var rates: [[Double]] = work.map { _ in [] }
        let clock = ContinuousClock()
        for run in 0...runs {
            for (number, piece) in work.enumerated() {
                let seconds = clock.measure(piece) / .seconds(1)
                if run > 0 { rates[number].append(Double(samples) / seconds) }
            }
        }
        return rates.map { Measurement(rates: $0.sorted()) }
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
