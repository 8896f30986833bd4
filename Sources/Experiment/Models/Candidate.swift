/// An ended trial whose parameters may be exported, as the name of its file tells of it.
struct Candidate: Equatable {
    private static let suffix = ".parameters"

    let trial: Int
    /// The metric of the choice at its end; not a number if it never reported one.
    let value: Double

    init(trial: Int, value: Double) {
        self.trial = trial
        self.value = value
    }

    init?(fileName: String) {
        guard fileName.hasSuffix(Candidate.suffix) else { return nil }
        let parts = fileName.dropLast(Candidate.suffix.count).split(separator: "_")
        guard parts.count == 2, let trial = Int(parts[0]), let value = Double(parts[1]) else { return nil }
        self.init(trial: trial, value: value)
    }

    var fileName: String { "\(trial)_\(value)\(Candidate.suffix)" }
}
