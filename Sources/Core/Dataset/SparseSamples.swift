/// The samples of a sparse data set as the kernels read them: entries row after row, targets, and each row's ‖x‖² + 1,
/// which is ‖φ‖² of a linear model.
package struct SparseSamples<S: Scalar> {
    package let columns: Int
    package let sampleTargets: SampleTargets<S>
    /// Entries of all rows.
    package let entries: Int
    private let offsetPayload: Payload
    private let columnPayload: Payload
    private let valuePayload: Payload
    private let normMemory: AlignedMemory
    /// Entries of the longest row.
    package let longest: Int

    package var count: Int { sampleTargets.count }

    /// [rows + 1]: row r has the entries offsets[r] ..< offsets[r + 1].
    package var offsets: UnsafePointer<Int64> { view(offsetPayload) }
    /// [entries]: ascending within a row.
    package var columnIndices: UnsafePointer<UInt32> { view(columnPayload) }
    package var values: UnsafePointer<S> { view(valuePayload) }
    package var targets: UnsafePointer<S> { sampleTargets.values }
    package var squaredNorms: UnsafePointer<S> { UnsafePointer(normMemory.pointer(to: S.self)) }

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
        offsetPayload = try offsets.words("row_offsets", .int64, Int64.self, count: count + 1)
        columnPayload = try indices.words("column_indices", .uint32, UInt32.self, count: entries)
        valuePayload = try values.numbers("values", S.self)
        normMemory = AlignedMemory(byteCount: count * MemoryLayout<S>.stride)
        let starts = offsetPayload.bytes.bindMemory(to: Int64.self)
        longest = (0..<count).reduce(0) { max($0, Int(starts[$1 + 1] &- starts[$1])) }
        try check()
        sumSquares()
    }

    private func view<T>(_ payload: Payload) -> UnsafePointer<T> {
        payload.start.assumingMemoryBound(to: T.self)
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
    /// `count` integers, as `settled` has them.
    fileprivate func words<T: FixedWidthInteger>(
        _ name: String, _ type: Dataset.ElementType, _ element: T.Type, count: Int
    ) throws(DatasetFault) -> Payload {
        guard self.type == type else {
            throw DatasetFault("tensor '\(name)' is \(self.type.rawValue), it must be \(type.rawValue)")
        }
        guard shape[0] == count else {
            throw DatasetFault("tensor '\(name)' has \(shape[0]) rows, \(count) are needed")
        }
        return settled(as: element, count: count)
    }

    /// All of its numbers, in the precision of `element`.
    fileprivate func numbers<S: Scalar>(_ name: String, _ element: S.Type) throws(DatasetFault) -> Payload {
        let count = shape.reduce(1, *)
        if type == (S.precision == .float32 ? .float32 : .float64) {
            return settled(as: element, count: count)
        }
        let memory = AlignedMemory(uninitializedByteCount: count * MemoryLayout<S>.stride)
        try copy(named: name, into: memory.pointer(to: S.self), rowLength: 1, stride: 1)
        return Payload(owner: memory, bytes: UnsafeRawBufferPointer(memory.bytes))
    }

    /// `count` elements that nobody changes any more once they are checked: a copy, unless they are aligned and of
    /// this process alone.
    private func settled<T>(as element: T.Type, count: Int) -> Payload {
        let part = payload.prefix(count * MemoryLayout<T>.stride)
        let isAligned = UInt(bitPattern: part.bytes.baseAddress) % UInt(MemoryLayout<T>.alignment) == 0
        return part.isOwnMemory && isAligned ? part : Payload(copying: part.bytes)
    }
}
