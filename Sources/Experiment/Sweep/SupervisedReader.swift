internal import Core

/// Reads the settings of learning from a CSV file.
struct SupervisedReader {
    let inputs: SweepInputs
    let precision: Precision

    func read(_ place: ConfigurationNode) throws -> TaskReader.Reading {
        let mapping = try place.mapping(["kind", "data", "loss", "layers", "epochs"])
        let loss = try mapping.choice("loss", default: Loss.squared)
        let layers = try LayerReader(mapping["layers"])
        let epochs = try mapping.required("epochs", "a number of passes over the training rows").integer(
            1...1_000_000)
        let data = try mapping.required("data", "{csv: FILE, target: COLUMN}")
        let dataset = try inputs.dataset(try request(data, loss: loss))
        let input = InputShape.vector(width: dataset.features.count)
        try layers.check(input: input, task: place)
        let specification = SupervisedSpecification(
            dataset: dataset.digest, input: input, trainingRows: dataset.trainingRows,
            layers: layers.specifications, epochs: epochs, targetScale: dataset.targetScale)
        return TaskReader.Reading(task: .supervised(specification), loss: loss)
    }

    private func request(_ place: ConfigurationNode, loss: Loss) throws -> DatasetRequest {
        let mapping = try place.mapping([
            "csv", "target", "split", "categorical", "ignore", "standardise", "target_scale",
        ])
        let csv = try mapping.required("csv", "the path of the file, from the sweep file's directory").text()
        return DatasetRequest(
            csv: csv.hasPrefix("/") ? csv : inputs.directory + "/" + csv,
            target: try mapping.required("target", "the name of the column to predict").text(),
            split: try split(mapping["split"]),
            categorical: try mapping["categorical"]?.elements().map { try $0.text() } ?? [],
            ignored: try mapping["ignore"]?.elements().map { try $0.text() } ?? [],
            isStandardised: try mapping.boolean("standardise", default: true),
            targetScale: try targetScale(mapping["target_scale"], loss: loss),
            loss: loss, precision: precision)
    }

    private func split(_ place: ConfigurationNode?) throws -> DatasetRequest.Split {
        guard let place else { return .fractions(training: 0.8, validation: 0.1, test: 0.1, seed: 0) }
        let mapping = try place.mapping(["training", "validation", "test", "seed", "column"])
        if let column = mapping["column"] {
            if let other = ["training", "validation", "test", "seed"].lazy.compactMap({ mapping[$0] }).first {
                throw other.error("the split column already says it; give either a column or fractions")
            }
            return .column(try column.text())
        }
        let parts = try ["training", "validation", "test"].map { name in
            try mapping.required(name, "the fraction of rows for it").number(.insideUnit)
        }
        let sum = parts.reduce(0, +)
        guard abs(sum - 1) < 1e-9 else {
            throw place.error("the fractions sum to \(sum); training, validation and test must sum to 1")
        }
        return .fractions(
            training: parts[0], validation: parts[1], test: parts[2],
            seed: UInt64(try mapping.integer("seed", default: 0)))
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
