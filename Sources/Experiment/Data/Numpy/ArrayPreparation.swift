internal import Core
internal import Protocol

/// Makes NumPy arrays into a data set of vectors. The same request on the same files gives the same bytes.
package struct ArrayPreparation {
    private let request: ArrayRequest
    private let samples: NumpySamples
    private let source: String

    package init(_ request: ArrayRequest) throws {
        self.request = request
        let file = try SourceFile(path: request.file)
        if NumpyArchive.isArchive(file.bytes) || file.name.hasSuffix(".npz") {
            samples = try NumpySamples(archive: file, target: request.target ?? "y")
            source = file.digest
            return
        }
        guard let target = request.target else {
            throw InputError(
                .badData, file: request.file, "where are the targets? Give their .npy file with --target")
        }
        let targets = try SourceFile(path: target)
        samples = try NumpySamples(inputs: file, targets: targets)
        source = [file, targets].map(\.digest).joined(separator: ",")
    }

    package func prepare() throws -> PreparedDataset {
        let split = DataSplit(
            rows: samples.rows, training: request.training, validation: request.validation,
            seed: request.seed)
        try split.check(file: request.file)
        let targets = try NumericTargets(
            samples.targets, loss: request.loss, rule: request.targetScale, parts: split.parts
        ) { row, message in
            InputError(
                .badData, file: request.file, path: "target", row.map { "row \($0): \(message)" } ?? message)
        }
        var warnings: [InputWarning] = []
        let preprocessing = try fitted(split.parts, &warnings)
        let inputs = try preprocessing.inputs(of: samples.matrix, file: request.file)
        let bytes = Safetensors.encode(
            [
                "X": .numbers(inputs, request.precision, shape: [samples.rows, preprocessing.inputs.count]),
                "y": .numbers(targets.values, request.precision),
                "split": Dataset.Tensor(split.parts.map(\.rawValue), .uint8),
            ],
            metadata: DatasetMetadata.texts(
                .vector, loss: request.loss, targetScale: targets.scale, classes: targets.classes,
                preprocessing: .array(preprocessing), source: source))
        return try PreparedDataset(bytes, name: request.file, warnings: warnings)
    }

    private func fitted(_ parts: [SplitPart], _ warnings: inout [InputWarning]) throws -> ArrayPreprocessing {
        var inputs: [ArrayPreprocessing.Input] = []
        for column in 0..<samples.columns {
            let values = (0..<samples.rows).map { samples.matrix.values[$0 * samples.columns + column] }
            let moments = TrainingMoments(values, parts)
            if moments.isConstant {
                warnings.append(
                    InputWarning(
                        .constantColumn, file: request.file, column: "\(column)",
                        "is constant in the training rows and was left out"))
                continue
            }
            inputs.append(
                request.isStandardised
                    ? ArrayPreprocessing.Input(column: column, mean: moments.mean, scale: moments.deviation)
                    : ArrayPreprocessing.Input(column: column, mean: 0, scale: 1))
        }
        if inputs.isEmpty {
            throw InputError(.badData, file: request.file, "leaves no input: every column is constant")
        }
        return ArrayPreprocessing(columns: samples.columns, inputs: inputs)
    }
}
