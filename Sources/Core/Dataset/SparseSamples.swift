/// The samples of a sparse data set as the kernels read them: entries row after row, targets, and each row's ‖x‖² + 1,
/// which is ‖φ‖² of a linear model.
package struct SparseSamples<S: Scalar> {
    package let columns: Int
    package let sampleTargets: SampleTargets<S>
    /// Entries of all rows.
    package let entries: Int
    private let offsetMemory: AlignedMemory
    private let columnMemory: AlignedMemory
    private let valueMemory: AlignedMemory
    private let normMemory: AlignedMemory
    /// Entries of the longest row.
    package let longest: Int

    package var count: Int { sampleTargets.count }

    /// [rows + 1]: row r has the entries offsets[r] ..< offsets[r + 1].
    package var offsets: UnsafePointer<Int64> { SparseSamples.view(offsetMemory) }
    /// [entries]: ascending within a row.
    package var columnIndices: UnsafePointer<UInt32> { SparseSamples.view(columnMemory) }
    package var values: UnsafePointer<S> { SparseSamples.view(valueMemory) }
    package var targets: UnsafePointer<S> { sampleTargets.values }
    package var squaredNorms: UnsafePointer<S> { SparseSamples.view(normMemory) }

    package func numbers(of part: SplitPart) -> [Int32] { sampleTargets.numbers(of: part) }

    /// Takes the tensors `row_offsets` [rows + 1], `column_indices` [entries], `values` [entries], `y` [rows] and
    /// `split` [rows] of "ignd-sparse-dataset-1". Everything that a kernel takes for granted is checked here, once.
    package init(_ dataset: Dataset, columns: Int) throws(DatasetFault) {
        let offsets = try dataset.tensor("row_offsets", rank: 1)
        let indices = try dataset.tensor("column_indices", rank: 1)
        let values = try dataset.tensor("values", rank: 1)
        guard values.shape == indices.shape else {
            throw DatasetFault(
                "tensor 'values' has \(values.shape[0]) rows, 'column_indices' has \(indices.shape[0])")
        }
        guard columns > 0, columns < Int(UInt32.max) else {
            throw DatasetFault("a model of \(columns) columns; 1 to \(UInt32.max - 1) can be used")
        }
        self.columns = columns
        sampleTargets = try SampleTargets(dataset, rows: dataset.tensor("y", rank: 1).shape[0])
        let count = sampleTargets.count
        entries = indices.shape[0]
        offsetMemory = try offsets.words("row_offsets", .int64, Int64.self, count: count + 1)
        columnMemory = try indices.words("column_indices", .uint32, UInt32.self, count: entries)
        valueMemory = AlignedMemory(byteCount: entries * MemoryLayout<S>.stride)
        normMemory = AlignedMemory(byteCount: count * MemoryLayout<S>.stride)
        try values.copy(named: "values", into: valueMemory.pointer(to: S.self), rowLength: 1, stride: 1)
        let starts: UnsafePointer<Int64> = SparseSamples.view(offsetMemory)
        longest = (0..<count).map { Int(max(0, starts[$0 + 1] - starts[$0])) }.max() ?? 0
        try check()
        sumSquares()
    }

    private static func view<T>(_ memory: AlignedMemory) -> UnsafePointer<T> {
        UnsafePointer(memory.bytes.baseAddress!.assumingMemoryBound(to: T.self))
    }

    private func check() throws(DatasetFault) {
        guard offsets[0] == 0, offsets[count] == entries else {
            throw DatasetFault("'row_offsets' must lead from 0 to \(entries), the number of entries")
        }
        for row in 0..<count {
            guard offsets[row] <= offsets[row + 1], offsets[row + 1] <= entries else {
                throw DatasetFault("'row_offsets' descends behind row \(row)")
            }
            try checkColumns(row)
        }
        if !S.largestMagnitude(values, count: entries).isFinite {
            throw DatasetFault("'values' has a number that is not finite")
        }
        if !S.largestMagnitude(targets, count: count).isFinite {
            throw DatasetFault("'y' has a number that is not finite")
        }
    }

    private func checkColumns(_ row: Int) throws(DatasetFault) {
        var previous = -1
        for entry in Int(offsets[row])..<Int(offsets[row + 1]) {
            let column = Int(columnIndices[entry])
            guard column > previous else {
                throw DatasetFault("row \(row) of 'column_indices' does not ascend")
            }
            guard column < columns else {
                throw DatasetFault("row \(row) has column \(column), the model takes \(columns) columns")
            }
            previous = column
        }
    }

    private func sumSquares() {
        let norms = normMemory.pointer(to: S.self)
        for row in 0..<count {
            var sum = S(1)
            for entry in Int(offsets[row])..<Int(offsets[row + 1]) { sum += values[entry] * values[entry] }
            norms[row] = sum
        }
    }
}

extension Dataset.Tensor {
    /// A copy of `count` integers, which need not be aligned.
    fileprivate func words<T: FixedWidthInteger>(
        _ name: String, _ type: Dataset.ElementType, _ element: T.Type, count: Int
    ) throws(DatasetFault) -> AlignedMemory {
        guard self.type == type else {
            throw DatasetFault("tensor '\(name)' is \(self.type.rawValue), it must be \(type.rawValue)")
        }
        guard shape[0] == count else {
            throw DatasetFault("tensor '\(name)' has \(shape[0]) rows, \(count) are needed")
        }
        let memory = AlignedMemory(byteCount: count * MemoryLayout<T>.stride)
        let bytes = payload.bytes.prefix(count * MemoryLayout<T>.stride)
        memory.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
        return memory
    }
}
