internal import Core

/// A file of samples that a model has not seen, brought into the form of a prepared data set.
struct NewSamples {
    let path: String
    let precision: Precision
    /// The file of byte-pair ranks, for models that read tokens.
    var rankFile = TokenOptions.usualRankFile

    /// The tensors of a prepared file whose rows are all training rows with the target 0.
    ///
    /// - Throws: `InputError` if the file is not what the preprocessing was fitted on.
    func read(_ preprocessing: Preprocessing) throws -> NamedSamples {
        try checkKind(preprocessing)
        switch preprocessing {
        case .table(let table):
            let own = TableDelimiter.of(path)
            let delimiter = own == TableDelimiter.comma ? table.delimiter : own
            let samples = TableSamples(
                preprocessing: table, table: try CSVTable(path: path, delimiter: delimiter))
            return vectors(try samples.inputs(), width: table.inputs.count)
        case .array(let array):
            return vectors(
                try array.inputs(of: try NumpyMatrix(path: path), file: path), width: array.inputs.count)
        case .sparse(let sparse):
            return precision == .float32 ? try rows(sparse, Float.self) : try rows(sparse, Double.self)
        case .picture(let picture):
            let pictures = try NewPictures(path: path)
            return samples(try pictures.tensors(picture), count: pictures.files.count, names: pictures.names)
        case .tokens(let tokens):
            let new = try NewTexts(path: path, textName: tokens.textName)
            let tokenizer = try tokens.tokenizer(rankFile: rankFile)
            return samples(new.tensors(tokens, tokenizer), count: new.texts.count, names: new.names)
        case .words(let words):
            let new = try NewTexts(path: path, textName: words.textName)
            return samples(new.tensors(words), count: new.texts.count, names: new.names)
        }
    }

    /// Only pictures and texts may be the files of a folder.
    private func checkKind(_ preprocessing: Preprocessing) throws {
        guard FileKind(path) == .folder else { return }
        let needed: String
        switch preprocessing {
        case .picture, .tokens, .words: return
        case .table: needed = "a table"
        case .sparse: needed = "a LIBSVM file"
        case .array: needed = "a .npy or .npz file"
        }
        throw InputError(.badData, file: path, "is a folder; the model learnt from \(needed)")
    }

    private func vectors(_ inputs: [Double], width: Int) -> NamedSamples {
        let count = inputs.count / width
        return samples(["X": .numbers(inputs, precision, shape: [count, width])], count: count)
    }

    private func rows<S: Scalar>(
        _ preprocessing: SparsePreprocessing, _ type: S.Type
    ) throws -> NamedSamples {
        let contents = try SourceContents(path: path)
        var rows = try LIBSVMScanner<S>.rows(contents.bytes, file: path)
        try preprocessing.check(rows, file: path)
        _ = rows.finish(indexBase: preprocessing.indexBase)
        rows.fill(
            targets: [Double](repeating: 0, count: rows.count),
            parts: [SplitPart](repeating: .training, count: rows.count))
        return NamedSamples(dataset: Dataset(rows.memory.tensors), names: nil)
    }

    private func samples(
        _ tensors: [String: Dataset.Tensor], count: Int, names: [String]? = nil
    ) -> NamedSamples {
        let others: [String: Dataset.Tensor] = [
            "y": .numbers([Double](repeating: 0, count: count), precision),
            "split": Dataset.Tensor([UInt8](repeating: 0, count: count), .uint8),
        ]
        return NamedSamples(dataset: Dataset(tensors.merging(others) { first, _ in first }), names: names)
    }
}
