package import Core
internal import Protocol

/// A data set as it is served, of whichever kind: the bytes of one safetensors file and what they say.
package struct PreparedDataset {
    package let bytes: Payload
    /// The tensors, views of `bytes`.
    package let dataset: Dataset
    /// SHA-256 (hex) of `bytes`: its name on the wire.
    package let digest: String
    /// What one sample is.
    package let shape: InputShape
    /// How raw rows became these: what a model that learns from this data carries along. Nil: nothing is known of it.
    package let preprocessing: Preprocessing?
    /// The constant by which targets were divided.
    package let targetScale: Double
    /// What the targets are made for; nil: the file does not say.
    package let loss: Loss?
    /// What 0 and 1 stand for; empty if the targets are numbers.
    package let classes: [String]
    /// Whether every target is 0 or 1.
    package let hasClasses: Bool
    /// Whether that is so and both occur in the training rows.
    package let hasBothClasses: Bool
    package let trainingRows: Int
    package let validationRows: Int
    package let testRows: Int
    package let warnings: [InputWarning]

    /// Takes the bytes of a file; `name` is what errors call it.
    ///
    /// - Throws: `InputError` if the file is not whole and right, a part of the split has no row, or, if it is
    ///   for the logistic loss, the training rows have one class only.
    package init(_ bytes: Payload, name: String, warnings: [InputWarning] = []) throws {
        let digest = BackgroundDigest()
        digest.append(bytes)
        try self.init(bytes, name: name, warnings: warnings, digest: digest)
    }

    /// The same with a digest that has begun: all of `bytes` is appended to it.
    init(_ bytes: Payload, name: String, warnings: [InputWarning] = [], digest: BackgroundDigest) throws {
        let file = try DatasetFile(bytes, name: name)
        self.bytes = bytes
        dataset = file.dataset
        shape = file.shape
        preprocessing = file.metadata.preprocessing
        targetScale = file.metadata.targetScale
        loss = file.metadata.loss
        classes = file.metadata.classes
        hasClasses = file.hasClasses
        let counts = file.splitCounts
        try counts.check(file: name)
        trainingRows = counts[.training]
        validationRows = counts[.validation]
        testRows = counts[.test]
        self.warnings = warnings
        hasBothClasses = file.hasBothTrainingClasses
        self.digest = digest.finish().description
        try checkClasses(name)
        try preprocessing?.check(fits: shape, name: name)
    }

    /// Maps the prepared file at `path`.
    package init(path: String) throws {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw InputError(
                .inputMissing, file: path,
                "cannot be read; is the path right? (ignd-ps data prepare makes such files)")
        }
        try self.init(file.payload, name: path)
    }

    private func checkClasses(_ name: String) throws {
        if loss != .logistic || hasBothClasses { return }
        let names = classes.isEmpty ? "" : " (\(classes.joined(separator: " and ")))"
        throw InputError(
            .badData, file: name,
            "the \(trainingRows) training rows have one class only; both classes\(names) are needed there")
    }

    /// One line for people.
    package var summary: String {
        let target = classes.isEmpty ? "numbers" : classes.joined(separator: " or ")
        return
            "\(shape.summary); \(trainingRows) training, \(validationRows) validation and \(testRows) test rows; "
            + "targets: \(target)"
    }
}

extension DatasetFile {
    fileprivate var splitCounts: SplitCounts {
        let split = dataset["split"]?.payload
        return withExtendedLifetime(split) {
            SplitCounts(split?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    /// Whether every target is 0 or 1 and both occur in the training rows.
    fileprivate var hasBothTrainingClasses: Bool {
        guard hasClasses, let y = dataset["y"] else { return false }
        return y.type == .float32 ? hasBothClasses(y, Float.self) : hasBothClasses(y, Double.self)
    }

    private func hasBothClasses<S: Scalar>(_ y: Dataset.Tensor, _ type: S.Type) -> Bool {
        let split = dataset["split"]?.payload
        return withExtendedLifetime((y, split)) {
            let targets = y.payload.bytes.bindMemory(to: type)
            func occurs(_ target: S) -> Bool {
                (0..<rows).contains {
                    targets[$0] == target && split?.bytes[$0] == SplitPart.training.rawValue
                }
            }
            return occurs(0) && occurs(1)
        }
    }
}

extension InputShape {
    /// In words.
    package var summary: String {
        switch self {
        case .vector(let width): return "\(width) inputs"
        case .sparse(let columns): return "sparse rows of \(columns) columns"
        case .picture(let channels, let height, let width):
            return "pictures of \(width) × \(height) with \(channels) channels"
        case .tokens(let vocabulary): return "sequences of tokens out of \(vocabulary)"
        }
    }
}
