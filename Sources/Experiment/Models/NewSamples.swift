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
    func dataset(_ preprocessing: Preprocessing) throws -> Dataset {
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
            let limit =
                precision == .float32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
            return try rows(
                try LIBSVMScanner.rows(try SourceFile(path: path).bytes, file: path, limit: limit), sparse)
        case .picture(let picture):
            let pictures = try NewPictures(path: path)
            return dataset(try pictures.tensors(picture), count: pictures.count)
        case .tokens(let tokens):
            let new = try NewTexts(path: path, textName: tokens.textName)
            let tokenizer = try tokens.tokenizer(rankFile: rankFile)
            return dataset(new.tensors(tokens, tokenizer), count: new.texts.count)
        case .words(let words):
            let new = try NewTexts(path: path, textName: words.textName)
            return dataset(new.tensors(words), count: new.texts.count)
        }
    }

    private func vectors(_ inputs: [Double], width: Int) -> Dataset {
        let count = inputs.count / width
        return dataset(["X": .numbers(inputs, precision, shape: [count, width])], count: count)
    }

    private func rows(_ rows: SparseRows, _ preprocessing: SparsePreprocessing) throws -> Dataset {
        try preprocessing.check(rows, file: path)
        let writer = SparseWriter(
            rows: [rows], indexBase: preprocessing.indexBase, targets: [], split: DataSplit(parts: []),
            precision: precision)
        return dataset(writer.rowTensors, count: rows.count)
    }

    private func dataset(_ tensors: [String: Dataset.Tensor], count: Int) -> Dataset {
        let others: [String: Dataset.Tensor] = [
            "y": .numbers([Double](repeating: 0, count: count), precision),
            "split": Dataset.Tensor([UInt8](repeating: 0, count: count), .uint8),
        ]
        return Dataset(tensors.merging(others) { first, _ in first })
    }
}
