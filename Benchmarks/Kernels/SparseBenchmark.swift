import Core

/// Per-sample steps of a linear model on one-hot rows like those of a9a (14 of 123 features), and on wide rows.
struct SparseBenchmark<S: Scalar> {
    let name: String
    private let model: SparseLinear<S>
    private let list: SparseSampleList<S>
    private let entries: Int
    private static var ignd: Normalizer { .ignd(epsilon: 0, lambda: 1e-8) }

    init(columns: Int, entries: Int, count: Int) throws {
        name = "sparse-\(entries)-of-\(columns)"
        self.entries = entries
        model = SparseLinear(columns: columns)
        let dataset = SparseBenchmark.dataset(columns: columns, entries: entries, count: count)
        let samples = try SparseSamples<S>(dataset, columns: columns)
        var random = RandomStream(seed: 5, purpose: .permutation)
        list = SparseSampleList(
            samples: samples, numbers: random.permutation(of: count).map { Int32($0) })
    }

    func run() {
        for loss in [Loss.squared, .logistic] {
            let results = Measurement.interleaved(
                samples: list.count,
                [
                    chunks(loss, Self.ignd, rate: 0.05, rule: .sgd),
                    chunks(loss, .none, rate: 0.002, rule: .sgd),
                    chunks(loss, Self.ignd, rate: 1e-3, rule: .adam(AdamConstants())),
                ])
            for (method, result) in zip(["ignd", "sgd", "adam-ignd"], results) {
                report(result, loss, method, form: "serial")
            }
            for size in [1, 32, 256] {
                let results = Measurement.interleaved(
                    runs: 7, samples: list.count,
                    [means(loss, Self.ignd, of: size), means(loss, .none, of: size)])
                for (method, result) in zip(["ignd", "sgd"], results) {
                    report(result, loss, method, form: "mean of \(size)")
                }
            }
        }
    }

    private func report(_ result: Measurement, _ loss: Loss, _ method: String, form: String) {
        result.report(
            [
                "model": "\(name)-\(loss.rawValue)", "precision": S.precision.rawValue, "method": method,
                "form": form,
            ],
            numbers: ["entries_per_second": (result.median * Double(entries)).rounded()])
    }

    /// Local chunks of 1,024 samples with their pushes, as a worker does them.
    private func chunks(_ loss: Loss, _ normalizer: Normalizer, rate: S, rule: Rule) -> () -> Void {
        let objective = Objective(loss: loss, normalizer: normalizer)
        let lists = split(into: 1_024)
        let state = ParameterState(table: model.table, precision: S.precision, rule: rule)
        let steps = LocalSteps<S>(from: state)
        return {
            for list in lists {
                let chunk = SparseLocalChunk(
                    model, steps: steps, base: state, samples: list, objective: objective, rate: rate)
                while !chunk.advance(samples: list.count) {}
                guard case .update(let update) = chunk.finish() else { preconditionFailure("diverged") }
                state.apply(update, meaning: .difference, rate: 1)
            }
        }
    }

    private func means(_ loss: Loss, _ normalizer: Normalizer, of size: Int) -> () -> Void {
        let objective = Objective(loss: loss, normalizer: normalizer)
        let lists = split(into: size)
        let state = ParameterState(table: model.table, precision: S.precision, rule: .sgd)
        let sum = SparseSum(model)
        return {
            for list in lists {
                let chunk = SparseMeanChunk(
                    model, sum: sum, base: state, samples: list, objective: objective)
                while !chunk.advance(samples: list.count) {}
                guard case .update(let update) = chunk.finish() else { preconditionFailure("diverged") }
                state.apply(update, meaning: .direction, rate: 0.002)
            }
        }
    }

    private func split(into size: Int) -> [SparseSampleList<S>] {
        stride(from: 0, to: list.count, by: size).map {
            SparseSampleList(
                samples: list.samples, numbers: Array(list.numbers[$0..<min($0 + size, list.count)]))
        }
    }

    /// One column of each of `entries` groups is 1; the target is one of two classes that a hidden model and noise give.
    private static func dataset(columns: Int, entries: Int, count: Int) -> Dataset {
        var random = RandomStream(seed: 4, purpose: .test)
        let hidden = (0..<columns).map { _ in random.normal() }
        var (indices, targets): ([UInt32], [S]) = ([], [])
        for _ in 0..<count {
            var f = 1.5 * random.normal() - 1
            for group in 0..<entries {
                let (low, high) = (columns * group / entries, columns * (group + 1) / entries)
                let column = low + random.integer(below: high - low)
                indices.append(UInt32(column))
                f += hidden[column] / Double(entries).squareRoot()
            }
            targets.append(f > 0 ? 1 : 0)
        }
        let values = [S](repeating: 1, count: indices.count)
        let type: Dataset.ElementType = S.precision == .float32 ? .float32 : .float64
        return Dataset([
            "row_offsets": tensor((0...count).map { Int64($0 * entries) }, .int64),
            "column_indices": tensor(indices, .uint32), "values": tensor(values, type),
            "y": tensor(targets, type), "split": tensor([UInt8](repeating: 0, count: count), .uint8),
        ])
    }

    private static func tensor<T>(_ values: [T], _ type: Dataset.ElementType) -> Dataset.Tensor {
        .init(
            type: type, shape: [values.count], payload: Payload(copying: values.withUnsafeBytes { Array($0) })
        )
    }
}
