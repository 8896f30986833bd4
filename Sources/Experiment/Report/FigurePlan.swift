internal import Core

/// What the figure of a task shows.
struct FigurePlan {
    let subject: String
    let xTitle: String
    let unitsPerPhase: Int
    let metrics: [String]
    /// Whether the start, before anything is learnt, belongs to the curves.
    let hasStart: Bool
    /// Whether the rates that were not chosen are drawn thin.
    let hasOtherRates: Bool

    private static let subjectOfControl = "Policy error"
    private static let subjectOfLake = "Return and Q error"
    private static let subjectOfSupervised = "Validation curves"
    private static let subjectOfOthers = "Metric"

    /// All that a figure can be about.
    static let subjects = [subjectOfControl, subjectOfLake, subjectOfSupervised, subjectOfOthers]

    init(_ sweep: Sweep) {
        var (subject, xTitle, units, metrics) = (FigurePlan.subjectOfOthers, "phase", 1, [sweep.metric.name])
        var (hasStart, hasOtherRates) = (true, false)
        switch sweep.trials.first?.specification.task {
        case .lqr:
            (subject, xTitle, hasOtherRates) = (FigurePlan.subjectOfControl, "policy improvements", true)
        case .frozenLake(let lake):
            (subject, xTitle) = (FigurePlan.subjectOfLake, "episodes")
            (units, metrics) = (lake.episodesPerPhase, ["greedy_return", "q_rmse"])
        case .supervised: (subject, xTitle, hasStart) = (FigurePlan.subjectOfSupervised, "epochs", false)
        case .counter, nil: break
        }
        self.subject = subject
        self.xTitle = xTitle
        unitsPerPhase = units
        self.metrics = metrics
        self.hasStart = hasStart
        self.hasOtherRates = hasOtherRates
    }

    /// Errors that fall by powers of ten have a logarithmic axis.
    static func scale(_ metric: String) -> Axis.Scale {
        ["relative_policy_error", "policy_error", "q_rmse"].contains(metric) ? .logarithmic : .linear
    }

    static func title(_ metric: String) -> String {
        switch metric {
        case "relative_policy_error": return "relative policy error ‖K − K*‖ / ‖K*‖"
        case "policy_error": return "policy error ‖K − K*‖"
        case "q_rmse": return "Q error (root mean square)"
        case "greedy_return": return "return of the greedy policy"
        case "validation_mape": return "validation MAPE"
        case "validation_rmse": return "validation RMSE"
        default: return metric.replacing("_", with: " ")
        }
    }
}
