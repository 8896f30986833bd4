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
        try once(\.prepared, request) { try DatasetPreparation(request).prepare() }
    }

    func dataset(_ request: SparseRequest) throws -> PreparedDataset {
        try once(\.sparse, request) { try SparsePreparation(request).prepare() }
    }

    /// The prepared file at `path`.
    func file(_ path: String) throws -> PreparedDataset {
        try once(\.files, path) { try PreparedDataset(path: path) }
    }

    private func once<Key>(
        _ known: ReferenceWritableKeyPath<SweepInputs, [Key: PreparedDataset]>, _ key: Key,
        _ make: () throws -> PreparedDataset
    ) throws -> PreparedDataset {
        if let dataset = self[keyPath: known][key] { return dataset }
        let dataset = try make()
        self[keyPath: known][key] = dataset
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
