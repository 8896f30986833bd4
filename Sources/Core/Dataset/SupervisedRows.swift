internal import CKernels

/// The samples of a data set of numbers as the kernels read them: each row is its inputs, a 1 for the bias, and
/// zeros up to a multiple of 64 bytes.
package struct SupervisedRows<S: Scalar> {
    package let inputs: Int
    package let stride: Int
    package let sampleTargets: SampleTargets<S>
    private let memory: AlignedMemory

    package var count: Int { sampleTargets.count }
    package var rows: UnsafePointer<S> { UnsafePointer(memory.pointer(to: S.self)) }
    package var targets: UnsafePointer<S> { sampleTargets.values }

    package func numbers(of part: SplitPart) -> [Int32] { sampleTargets.numbers(of: part) }

    /// Takes the tensors `X` [rows, inputs], `y` [rows] and `split` [rows].
    package init(_ dataset: Dataset, inputs: Int) throws(DatasetFault) {
        let features = try dataset.tensor("X", rank: 2)
        guard features.shape[1] == inputs else {
            throw DatasetFault(
                "tensor 'X' has \(features.shape[1]) columns, the model takes \(inputs) inputs")
        }
        self.inputs = inputs
        sampleTargets = try SampleTargets(dataset, rows: features.shape[0])
        stride = SupervisedRows.stride(inputs: inputs)
        memory = AlignedMemory(byteCount: sampleTargets.count * stride * MemoryLayout<S>.stride)
        let rows = memory.pointer(to: S.self)
        try features.copy(named: "X", into: rows, rowLength: inputs, stride: stride)
        for row in 0..<sampleTargets.count { rows[row * stride + inputs] = 1 }
    }

    /// Elements from row to row: room for the inputs, the 1 and a zero, in whole vectors.
    package static func stride(inputs: Int) -> Int {
        Int(
            S.precision == .float32
                ? ignd_dense_row_stride_f32(Int64(inputs)) : ignd_dense_row_stride_f64(Int64(inputs)))
    }
}
