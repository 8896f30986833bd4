package import Core
internal import Protocol

/// A data set as it is served, of whichever kind: the bytes of one safetensors file and what they say.
package struct PreparedDataset {
    package let bytes: Payload
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
        let file = try DatasetFile(bytes, name: name)
        self.bytes = bytes
        digest = Digest(of: bytes.bytes).description
        shape = file.shape
        preprocessing = file.metadata.preprocessing
        targetScale = file.metadata.targetScale
        loss = file.metadata.loss
        classes = file.metadata.classes
        hasClasses = file.hasClasses
        let split = try file.split(name: name)
        trainingRows = split.count(.training)
        validationRows = split.count(.validation)
        testRows = split.count(.test)
        self.warnings = warnings
        hasBothClasses = file.classes(of: split).count == 2
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
    /// - Throws: `InputError` if a part has no row.
    fileprivate func split(name: String) throws -> DataSplit {
        guard let tensor = dataset["split"] else { preconditionFailure("an opened file has a split") }
        let split = withExtendedLifetime(tensor) {
            DataSplit(parts: tensor.payload.bytes.compactMap { SplitPart(rawValue: $0) })
        }
        try split.check(file: name)
        return split
    }

    /// The classes of the training rows; none if targets are other numbers.
    fileprivate func classes(of split: DataSplit) -> Set<Double> {
        if !hasClasses { return [] }
        return Set(zip(numbers("y", 0..<rows), split.parts).filter { $0.1 == .training }.map(\.0))
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
