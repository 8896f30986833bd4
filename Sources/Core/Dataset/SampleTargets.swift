/// The targets of a supervised data set, and which part each of its rows belongs to.
package struct SampleTargets<S: Scalar> {
    package let count: Int
    private let memory: AlignedMemory
    /// Row numbers of each part, ascending.
    private let parts: [SplitPart: [Int32]]

    package var values: UnsafePointer<S> { UnsafePointer(memory.pointer(to: S.self)) }

    package func numbers(of part: SplitPart) -> [Int32] { parts[part] ?? [] }

    /// Takes the tensors `y` [rows] and `split` [rows].
    package init(_ dataset: Dataset, rows: Int) throws(DatasetFault) {
        guard rows > 0, rows <= Int(Int32.max) else {
            throw DatasetFault("the data set has \(rows) rows; 1 to \(Int32.max) can be used")
        }
        count = rows
        memory = AlignedMemory(byteCount: rows * MemoryLayout<S>.stride)
        let targets = try dataset.tensor("y", rank: 1, rows: rows)
        try targets.copy(named: "y", into: memory.pointer(to: S.self), rowLength: 1, stride: 1)
        parts = try SampleTargets.parts(dataset.tensor("split", rank: 1, rows: rows))
    }

    private static func parts(_ split: Dataset.Tensor) throws(DatasetFault) -> [SplitPart: [Int32]] {
        guard split.type == .uint8 else {
            throw DatasetFault("tensor 'split' is \(split.type.rawValue), it must be uint8")
        }
        let bytes = split.payload.bytes.prefix(split.shape[0])
        if let row = bytes.firstIndex(where: { SplitPart(rawValue: $0) == nil }) {
            throw DatasetFault("row \(row) of 'split' is \(bytes[row]); 0, 1 and 2 are known")
        }
        return Dictionary(
            uniqueKeysWithValues: SplitPart.allCases.map { part in
                (part, bytes.indices.lazy.filter { bytes[$0] == part.rawValue }.map { Int32($0) })
            })
    }
}
