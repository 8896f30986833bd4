/// How a trial ended. Divergence is a result, not a failure.
package enum TrialOutcome: String, Codable, Sendable {
    case completed
    case converged
    case diverged
}
