internal import Core

/// Reads the settings of learning from a CSV file, a LIBSVM file or a prepared data set.
struct SupervisedReader {
    let inputs: SweepInputs
    let precision: Precision

    func read(_ place: ConfigurationNode) throws -> TaskReader.Reading {
        let mapping = try place.mapping(["kind", "data", "loss", "layers", "epochs"])
        let layers = try LayerReader(mapping["layers"])
        let epochs = try mapping.required("epochs", "a number of passes over the training rows").integer(
            1...1_000_000)
        let data = try mapping.required(
            "data", "{csv: FILE, target: COLUMN}, {libsvm: FILE} or {prepared: FILE}")
        let (dataset, loss) = try dataset(data, loss: mapping["loss"])
        try layers.check(input: dataset.shape, task: place)
        let specification = SupervisedSpecification(
            dataset: dataset.digest, input: dataset.shape, trainingRows: dataset.trainingRows,
            layers: layers.specifications, epochs: epochs, targetScale: dataset.targetScale)
        return TaskReader.Reading(task: .supervised(specification), loss: loss)
    }

    private func dataset(
        _ place: ConfigurationNode, loss: ConfigurationNode?
    ) throws -> (dataset: PreparedDataset, loss: Loss) {
        if place.peek("prepared") != nil { return try prepared(place, loss: loss) }
        if place.peek("libsvm") != nil {
            let loss = try loss?.choice(Loss.self) ?? .logistic
            return (try inputs.dataset(try sparseRequest(place, loss: loss)), loss)
        }
        let loss = try loss?.choice(Loss.self) ?? .squared
        return (try inputs.dataset(try request(place, loss: loss)), loss)
    }

    /// The file says its loss; only one that says none leaves it to `loss`.
    private func prepared(
        _ place: ConfigurationNode, loss: ConfigurationNode?
    ) throws -> (dataset: PreparedDataset, loss: Loss) {
        let mapping = try place.mapping(["prepared", "sha256"])
        let file = try mapping.required("prepared", "the path of the file, from the sweep file's directory")
        let dataset = try inputs.file(inputs.path(try file.text()))
        if let digest = mapping["sha256"], try digest.text().lowercased() != dataset.digest {
            throw digest.error(
                "the file has the SHA-256 \(dataset.digest), not \(try digest.text()); prepare it again, or correct the key",
                kind: .badData)
        }
        guard let loss else { return (dataset, dataset.loss ?? .squared) }
        let chosen = try loss.choice(Loss.self)
        if let own = dataset.loss, own != chosen {
            throw loss.error("the data set was prepared for the \(own.rawValue) loss; leave the key out")
        }
        if chosen == .logistic && !dataset.hasClasses {
            throw loss.error("the logistic loss needs targets 0 and 1, and the file has others")
        }
        if chosen == .logistic && !dataset.hasBothClasses {
            throw loss.error(
                "the logistic loss needs both classes among the training rows, which have one only")
        }
        return (dataset, chosen)
    }

    private func request(_ place: ConfigurationNode, loss: Loss) throws -> DatasetRequest {
        let mapping = try place.mapping([
            "csv", "target", "split", "categorical", "ignore", "standardise", "target_scale",
        ])
        let csv = try mapping.required("csv", "the path of the file, from the sweep file's directory").text()
        return DatasetRequest(
            csv: inputs.path(csv),
            target: try mapping.required("target", "the name of the column to predict").text(),
            split: try split(mapping["split"]),
            categorical: try mapping["categorical"]?.elements().map { try $0.text() } ?? [],
            ignored: try mapping["ignore"]?.elements().map { try $0.text() } ?? [],
            isStandardised: try mapping.boolean("standardise", default: true),
            targetScale: try targetScale(mapping["target_scale"], loss: loss),
            loss: loss, precision: precision)
    }

    private func sparseRequest(_ place: ConfigurationNode, loss: Loss) throws -> SparseRequest {
        let mapping = try place.mapping(["libsvm", "test", "split", "index_base", "target_scale"])
        let file = try mapping.required("libsvm", "the path of the file, from the sweep file's directory")
        var request = SparseRequest(
            file: inputs.path(try file.text()), loss: loss,
            targetScale: try targetScale(mapping["target_scale"], loss: loss), precision: precision)
        request.testFile = try mapping["test"].map { inputs.path(try $0.text()) }
        request.indexBase = try mapping["index_base"].map { UInt32(try $0.integer(0...1)) }
        guard let place = mapping["split"] else { return request }
        let shares = try fractions(place, try place.mapping(SupervisedReader.fractionKeys))
        (request.training, request.validation, request.seed) = (
            shares.training, shares.validation, shares.seed
        )
        return request
    }

    private static let fractionKeys = ["training", "validation", "test", "seed"]

    private func split(_ place: ConfigurationNode?) throws -> DatasetRequest.Split {
        guard let place else { return .fractions(training: 0.8, validation: 0.1, test: 0.1, seed: 0) }
        let mapping = try place.mapping(SupervisedReader.fractionKeys + ["column"])
        if let column = mapping["column"] {
            if let other = SupervisedReader.fractionKeys.lazy.compactMap({ mapping[$0] }).first {
                throw other.error("the split column already says it; give either a column or fractions")
            }
            return .column(try column.text())
        }
        let shares = try fractions(place, mapping)
        return .fractions(
            training: shares.training, validation: shares.validation, test: shares.test, seed: shares.seed)
    }

    private func fractions(
        _ place: ConfigurationNode, _ mapping: ConfigurationMapping
    ) throws -> (training: Double, validation: Double, test: Double, seed: UInt64) {
        let parts = try ["training", "validation", "test"].map { name in
            try mapping.required(name, "the fraction of rows for it").number(.insideUnit)
        }
        let sum = parts.reduce(0, +)
        guard abs(sum - 1) < 1e-9 else {
            throw place.error("the fractions sum to \(sum); training, validation and test must sum to 1")
        }
        return (parts[0], parts[1], parts[2], UInt64(try mapping.integer("seed", default: 0)))
    }

    private func targetScale(_ place: ConfigurationNode?, loss: Loss) throws -> DatasetRequest.TargetScale {
        guard let place else { return loss == .logistic ? .none : .standardDeviation }
        let scale: DatasetRequest.TargetScale
        switch place.plainText {
        case "none": return .none
        case "mean": scale = .mean
        case "standard_deviation": scale = .standardDeviation
        case let text? where Double(text) != nil: scale = .constant(try place.number(.positive))
        default:
            throw place.error("expected mean, standard_deviation, none or a number, found \(place.found)")
        }
        if loss == .logistic {
            throw place.error("targets of the logistic loss are 0 and 1; leave the key out")
        }
        return scale
    }
}
