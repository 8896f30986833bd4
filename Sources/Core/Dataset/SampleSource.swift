/// The inputs of a data set's samples, one at a time, as a network's first layer takes them.
///
/// An abstract class and not a protocol: its calls are plain virtual ones, one a sample.
package class SampleSource<S: Scalar> {
    package let targets: SampleTargets<S>

    init(targets: SampleTargets<S>) { self.targets = targets }

    /// Steps of the longest sequence, or entries of the longest sparse row.
    package var longest: Int { 1 }

    /// Input of sample `number`, valid until the next call.
    package func signal(_ number: Int32) -> Signal<S> { preconditionFailure("an abstract source") }

    /// - Throws: `DatasetFault` if the data set is not of this shape.
    package static func open(_ dataset: Dataset, input: InputShape) throws(DatasetFault) -> SampleSource<S> {
        switch input {
        case .vector(let width): return VectorSource(try SupervisedRows(dataset, inputs: width))
        case .sparse(let columns): return SparseSource(try SparseSamples(dataset, columns: columns))
        case .picture(let channels, let height, let width):
            let shape = PictureShape(channels: channels, height: height, width: width)
            return try PictureSource(dataset, shape: shape)
        case .tokens(let vocabulary): return try TokenSource(dataset, vocabulary: vocabulary)
        }
    }
}
