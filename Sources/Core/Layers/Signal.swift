/// What a layer takes for one sample: numbers, or row numbers of an embedding, or both for a sparse row.
///
/// It borrows memory of the layer before it, or of the data set, until that layer's next sample.
package struct Signal<S: Scalar> {
    /// Elements, row-major: features; [channels, height, width]; [steps, features]; the values at `indices`.
    package var values: UnsafePointer<S>?
    /// Tokens in their order, or the ascending columns of a sparse row.
    package var indices: UnsafePointer<UInt32>?
    /// Elements of whichever is there.
    package var count: Int

    package init(values: UnsafePointer<S>, count: Int) {
        self.values = values
        self.count = count
    }

    /// Tokens (`values` nil) or the columns and values of a sparse row.
    package init(indices: UnsafePointer<UInt32>, values: UnsafePointer<S>? = nil, count: Int) {
        self.indices = indices
        self.values = values
        self.count = count
    }
}
