/// Where the factors δ and x of a chunk's samples go, for one layer: [samples, outputs] and [samples, inputs+1].
package struct FactorTarget<S: Scalar> {
    package var left: UnsafeMutablePointer<S>
    package var right: UnsafeMutablePointer<S>

    package init(left: UnsafeMutablePointer<S>, right: UnsafeMutablePointer<S>) {
        self.left = left
        self.right = right
    }

    /// The target of the samples from `sample` on.
    func advanced(by sample: Int, in layer: DenseStack.Layer) -> FactorTarget {
        FactorTarget(left: left + sample * layer.outputs, right: right + sample * layer.columns)
    }
}
