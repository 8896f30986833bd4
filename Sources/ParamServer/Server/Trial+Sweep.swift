import Core
import Experiment
import Foundation

extension Trial {
    /// The trials of a sweep as the server sees them.
    static func trials(of sweep: Sweep) -> [Trial] {
        sweep.trials.map { trial in
            Trial(index: trial.index, plan: trial.specification.plan, specification: trial.specification.json)
        }
    }
}
