internal import Core

/// The metrics by which the trials of a task can be compared. Test metrics are not among them: they are reported for
/// the chosen learning rate only.
enum TaskMetrics {
    static func names(_ task: TaskSpecification, loss: Loss) -> [String] {
        switch task {
        case .lqr: return ["relative_policy_error", "policy_error"]
        case .frozenLake: return ["q_rmse", "greedy_return"]
        case .supervised:
            return loss == .logistic
                ? ["validation_log_loss", "validation_accuracy"]
                : ["validation_mape", "validation_rmse", "validation_loss"]
        case .counter: return ["wrong_counts"]
        }
    }

    static func goal(_ name: String) -> SweepMetric.Goal {
        name.hasSuffix("accuracy") || name.hasSuffix("return") ? .maximize : .minimize
    }

    /// `metric: {name, goal}`; without it the task's first.
    static func read(
        _ place: ConfigurationNode?, task: TaskSpecification, loss: Loss
    ) throws -> SweepMetric {
        let names = names(task, loss: loss)
        guard let place else { return SweepMetric(name: names[0], goal: goal(names[0])) }
        let mapping = try place.mapping(["name", "goal"])
        let named = try mapping.required("name", "one of \(names.joined(separator: ", "))")
        let name = try named.text()
        if name.hasPrefix("test_") {
            throw named.error(
                "test metrics must not choose the learning rate; use one of \(names.joined(separator: ", "))")
        }
        guard names.contains(name) else {
            throw named.error("this task has no metric \"\(name)\"\(NearestName.hint(name, among: names))")
        }
        return SweepMetric(name: name, goal: try mapping.choice("goal", default: goal(name)))
    }
}
