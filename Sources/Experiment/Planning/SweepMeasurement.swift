package import Core

/// Measures trials of one sweep on its data sets, each of which is opened once.
package final class SweepMeasurement {
    private let prepared: [PreparedDataset]
    private var datasets: [String: Dataset] = [:]

    package init(_ loaded: LoadedSweep) { prepared = loaded.datasets }

    /// What the work of a trial costs on one core.
    package func cost(of trial: TrialSpecification) throws -> WorkCost {
        let digest = trial.plan.datasets.first
        return try WorkMeasurement(trial, dataset: try digest.flatMap(dataset)).run()
    }

    private func dataset(digest: String) throws -> Dataset? {
        if let known = datasets[digest] { return known }
        let dataset = try prepared.first { $0.digest == digest }.map { try DatasetFile.open($0.bytes) }
        datasets[digest] = dataset
        return dataset
    }
}
