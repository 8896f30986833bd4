internal import Core

/// What a sweep file refers to, read once however many trials use it.
final class SweepInputs {
    /// The directory that relative paths start from.
    let directory: String
    private var prepared: [DatasetRequest: PreparedDataset] = [:]
    private var sparse: [SparseRequest: PreparedDataset] = [:]
    private var files: [String: PreparedDataset] = [:]
    private(set) var datasets: [PreparedDataset] = []
    private(set) var warnings: [InputWarning] = []

    init(directory: String) { self.directory = directory }

    func dataset(_ request: DatasetRequest) throws -> PreparedDataset {
        if let known = prepared[request] { return known }
        let dataset = try DatasetPreparation(request).prepare()
        prepared[request] = dataset
        keep(dataset)
        return dataset
    }

    func dataset(_ request: SparseRequest) throws -> PreparedDataset {
        if let known = sparse[request] { return known }
        let dataset = try SparsePreparation(request).prepare()
        sparse[request] = dataset
        keep(dataset)
        return dataset
    }

    /// The prepared file at `path`.
    func file(_ path: String) throws -> PreparedDataset {
        if let known = files[path] { return known }
        let dataset = try PreparedDataset(path: path)
        files[path] = dataset
        keep(dataset)
        return dataset
    }

    /// `path` as the sweep file means it.
    func path(_ text: String) -> String { text.hasPrefix("/") ? text : directory + "/" + text }

    private func keep(_ dataset: PreparedDataset) {
        if !datasets.contains(where: { $0.digest == dataset.digest }) { datasets.append(dataset) }
        warnings += dataset.warnings.filter { !warnings.contains($0) }
    }
}
