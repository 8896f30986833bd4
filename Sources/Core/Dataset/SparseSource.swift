/// Samples that are sparse rows.
final class SparseSource<S: Scalar>: SampleSource<S> {
    private let offsets: [Int]
    private let columns: UnsafeBufferPointer<UInt32>
    private let values: AlignedMemory
    private let owner: Dataset
    override var longest: Int { longestRow }
    private let longestRow: Int

    init(_ dataset: Dataset, columns limit: Int) throws(DatasetFault) {
        let offsetTensor = try dataset.tensor("row_offsets", rank: 1, type: .int64)
        let columnTensor = try dataset.tensor("column_indices", rank: 1, type: .uint32)
        let valueTensor = try dataset.tensor("values", rank: 1, rows: columnTensor.shape[0])
        offsets = offsetTensor.elements(as: Int64.self).map(Int.init)
        columns = columnTensor.elements(as: UInt32.self)
        guard offsets.count > 1, offsets[0] == 0, offsets.last == columns.count, offsets == offsets.sorted()
        else { throw DatasetFault("'row_offsets' must ascend from 0 to the \(columns.count) entries") }
        guard columns.allSatisfy({ $0 < limit }) else {
            throw DatasetFault("'column_indices' has columns beyond \(limit)")
        }
        values = AlignedMemory(byteCount: columns.count * MemoryLayout<S>.stride)
        try valueTensor.copy(named: "values", into: values.pointer(to: S.self), rowLength: 1, stride: 1)
        longestRow = zip(offsets, offsets.dropFirst()).map { $1 - $0 }.max() ?? 0
        owner = dataset
        super.init(targets: try SampleTargets(dataset, rows: offsets.count - 1))
    }

    override func signal(_ number: Int32) -> Signal<S> {
        let (start, end) = (offsets[Int(number)], offsets[Int(number) + 1])
        let base = columns.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<UInt32>.alignment)!
        return Signal(
            indices: base + start, values: UnsafePointer(values.pointer(to: S.self)) + start,
            count: end - start)
    }
}
