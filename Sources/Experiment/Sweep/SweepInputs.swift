internal import Core

/// What a sweep file refers to, read once however many trials use it.
final class SweepInputs {
    /// The directory that relative paths start from.
    let directory: String
    private var prepared: [DatasetRequest: PreparedDataset] = [:]
    private(set) var datasets: [PreparedDataset] = []
    private(set) var warnings: [InputWarning] = []

    init(directory: String) { self.directory = directory }

    func dataset(_ request: DatasetRequest) throws -> PreparedDataset {
        if let known = prepared[request] { return known }
        let dataset = try DatasetPreparation(request).prepare()
        prepared[request] = dataset
        if !datasets.contains(where: { $0.digest == dataset.digest }) { datasets.append(dataset) }
        warnings += dataset.warnings.filter { !warnings.contains($0) }
        return dataset
    }
}
