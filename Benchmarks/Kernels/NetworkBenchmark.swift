import Core

/// Per-sample steps and mean directions of a ReLU network, IGND beside plain gradient descent.
struct NetworkBenchmark<S: Scalar> {
    let name: String
    private let layers: [LayerSpecification]
    private let network: DenseStack
    private let dataset: Dataset
    private let parameters: [S]
    private let samples: SampleList<S>
    private let count = 4_096
    private static var ignd: Normalizer { .ignd(epsilon: 0, lambda: 1e-8) }

    /// A larger bias of the hidden units makes more of them active.
    init(widths: [Int], hiddenBias: Double) throws {
        name = "mlp-" + (widths + [1]).map(String.init).joined(separator: "-")
        let hidden = widths.dropFirst().flatMap {
            [LayerSpecification.dense(outputs: $0), .activation(.relu)]
        }
        layers = hidden + [.dense(outputs: 1)]
        network = try DenseStack(inputs: widths[0], layers: layers)
        parameters = NetworkBenchmark.parameters(of: network, hiddenBias: hiddenBias)
        dataset = NetworkBenchmark.dataset(inputs: widths[0], count: count)
        let rows = try SupervisedRows<S>(dataset, inputs: widths[0])
        samples = SampleList(rows: rows, numbers: rows.numbers(of: .training))
    }

    func run() throws {
        let activity = activeShare()
        serial(activity)
        adam(activity)
        for size in [1, 32, 256] { try mean(of: size, activity) }
    }

    private func serial(_ activity: Double) {
        let packed = PackedNetwork<S>(network)
        func steps(_ normalizer: Normalizer, rate: S) -> () -> Void {
            let objective = Objective(loss: .squared, normalizer: normalizer)
            return {
                packed.load(parameters)
                let done = packed.gradientSteps(
                    samples, 0..<count, objective: objective, rate: rate,
                    targets: network.layers.map { _ in nil })
                precondition(done == count, "a benchmark that diverges measures nothing")
            }
        }
        let results = Measurement.interleaved(
            samples: count, [steps(Self.ignd, rate: 0.01), steps(.none, rate: 1e-6)])
        for (method, result) in zip(["ignd", "sgd"], results) {
            report(result, method, form: "serial", activity)
        }
    }

    private func adam(_ activity: Double) {
        let packed = PackedNetwork<S>(network)
        let objective = Objective(loss: .squared, normalizer: Self.ignd)
        let steps = {
            let adam = PackedAdam<S>(AdamConstants(), packedCount: packed.packedCount)
            packed.load(parameters)
            _ = packed.adamSteps(samples, 0..<count, objective: objective, rate: 1e-4, adam: adam)
        }
        let results = Measurement.interleaved(runs: 5, samples: count, [steps])
        report(results[0], "adam-ignd", form: "serial", activity)
    }

    /// Mean directions through a trainer, as a worker computes them, and applied, as the server does.
    private func mean(of size: Int, _ activity: Double) throws {
        let state = ParameterState(table: network.table, precision: S.precision, rule: .sgd)
        func directions(_ normalizer: Normalizer, rate: Double) throws -> () -> Void {
            let trainer = try trainer(normalizer, chunk: .mean(samples: size))
            return {
                state.parameters(S.self).update(from: parameters, count: parameters.count)
                for chunk in 0..<(count / size) {
                    trainer.begin(phase: 1, chunk: chunk, state: state)
                    while !trainer.advance(samples: size) {}
                    guard case .update(let update) = trainer.finish() else {
                        preconditionFailure("a benchmark that diverges measures nothing")
                    }
                    state.apply(update, meaning: .direction, rate: rate)
                }
            }
        }
        let results = Measurement.interleaved(
            runs: 7, samples: count,
            [try directions(Self.ignd, rate: 0.01), try directions(.none, rate: 1e-6)])
        for (method, result) in zip(["ignd", "sgd"], results) {
            report(result, method, form: "mean of \(size)", activity)
        }
    }

    private func trainer(_ normalizer: Normalizer, chunk: TrialSpecification.ChunkKind) throws -> any Trainer
    {
        let task = SupervisedSpecification(
            dataset: "", input: .vector(width: network.layers[0].inputs), trainingRows: count, layers: layers,
            epochs: 1)
        let trial = TrialSpecification(
            task: .supervised(task), normalizer: normalizer, rule: .sgd, learningRate: 0.01,
            precision: S.precision, chunk: chunk,
            mode: .async(workers: 1, maximumStaleness: nil, damping: 0), seed: 1)
        return try trial.makeTrainer(dataset: dataset)
    }

    private func report(_ result: Measurement, _ method: String, form: String, _ activity: Double) {
        result.report(
            ["model": name, "precision": S.precision.rawValue, "method": method, "form": form],
            numbers: ["active": (activity * 1_000).rounded() / 1_000])
    }

    /// The share of hidden units above zero, over the first samples.
    private func activeShare() -> Double {
        let packed = PackedNetwork<S>(network)
        packed.load(parameters)
        let size = 512
        var (outputs, norms) = (Array(repeating: S(0), count: size), Array(repeating: S(0), count: size))
        let memory = network.layers.map {
            AlignedMemory(byteCount: size * ($0.outputs + $0.columns) * MemoryLayout<S>.stride)
        }
        let targets: [FactorTarget<S>?] = zip(network.layers, memory).map { layer, memory in
            let start = memory.pointer(to: S.self)
            return FactorTarget(left: start, right: start + size * layer.outputs)
        }
        packed.sensitivities(samples, 0..<size, targets: targets, predictions: &outputs, squaredNorms: &norms)
        var (active, units) = (0, 0)
        for (layer, target) in zip(network.layers, targets).dropFirst() {
            let x = UnsafeBufferPointer(start: target?.right, count: size * layer.columns)
            active += x.count { $0 != 0 } - size
            units += size * layer.inputs
        }
        withExtendedLifetime(memory) {}
        return Double(active) / Double(units)
    }

    private static func parameters(of network: DenseStack, hiddenBias: Double) -> [S] {
        var parameters = network.network.initialParameters(S.self, seed: 1)
        for layer in network.layers.dropLast() {
            for unit in 0..<layer.outputs {
                parameters[layer.offset + unit * layer.columns + layer.inputs] = S(hiddenBias)
            }
        }
        return parameters
    }

    private static func dataset(inputs: Int, count: Int) -> Dataset {
        var random = RandomStream(seed: 2, purpose: .test)
        let values = (0..<(count * inputs)).map { _ in S(random.normal()) }
        let targets = (0..<count).map {
            values[$0 * inputs] + values[$0 * inputs + 1] * values[$0 * inputs + 2]
        }
        return Dataset([
            "X": tensor(values, [count, inputs]), "y": tensor(targets, [count]),
            "split": .init(
                type: .uint8, shape: [count],
                payload: Payload(copying: Array(repeating: UInt8(0), count: count))),
        ])
    }

    private static func tensor(_ values: [S], _ shape: [Int]) -> Dataset.Tensor {
        let payload = Payload(count: values.count * MemoryLayout<S>.stride) { bytes in
            values.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
        return .init(type: S.precision == .float32 ? .float32 : .float64, shape: shape, payload: payload)
    }
}
