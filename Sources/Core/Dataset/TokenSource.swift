/// Samples that are sequences of tokens.
final class TokenSource<S: Scalar>: SampleSource<S> {
    private let offsets: UnsafeBufferPointer<Int64>
    private let tokens: UnsafeBufferPointer<UInt32>
    private let owner: Dataset
    private let longestSample: Int

    /// Takes the tensors `token_offsets` [rows + 1], `tokens` [total], `y` [rows] and `split` [rows].
    init(_ dataset: Dataset, vocabulary: Int) throws(DatasetFault) {
        let offsetTensor = try dataset.tensor("token_offsets", rank: 1, type: .int64)
        let tokenTensor = try dataset.tensor("tokens", rank: 1, type: .uint32)
        offsets = offsetTensor.elements(as: Int64.self)
        tokens = tokenTensor.elements(as: UInt32.self)
        owner = dataset
        longestSample = try TokenSource.longest(offsets, total: tokens.count)
        if let wrong = tokens.first(where: { $0 >= vocabulary }) {
            throw DatasetFault("'tokens' has \(wrong), the vocabulary ends at \(vocabulary - 1)")
        }
        super.init(targets: try SampleTargets(dataset, rows: offsets.count - 1))
    }

    private static func longest(_ offsets: UnsafeBufferPointer<Int64>, total: Int) throws(DatasetFault) -> Int
    {
        guard let first = offsets.first, first == 0, offsets.last == Int64(total) else {
            throw DatasetFault("'token_offsets' must go from 0 to the \(total) tokens there are")
        }
        var longest = 0
        for (start, end) in zip(offsets, offsets.dropFirst()) {
            guard start <= end else { throw DatasetFault("'token_offsets' must ascend") }
            longest = max(longest, Int(end - start))
        }
        return longest
    }

    override var longest: Int { longestSample }

    override func signal(_ number: Int32) -> Signal<S> {
        let (start, end) = (Int(offsets[Int(number)]), Int(offsets[Int(number) + 1]))
        // An empty text has no token to point to; the pointer is not followed then.
        let base = tokens.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<UInt32>.alignment)!
        return Signal(indices: base + start, count: end - start)
    }
}
