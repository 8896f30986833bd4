/// Sparse samples in the order of their use: some row numbers of a data set.
package struct SparseSampleList<S: Scalar> {
    package let samples: SparseSamples<S>
    package let numbers: [Int32]

    package init(samples: SparseSamples<S>, numbers: [Int32]) {
        precondition(
            numbers.allSatisfy { $0 >= 0 && $0 < samples.count }, "a list names rows of its data set")
        self.samples = samples
        self.numbers = numbers
    }

    package var count: Int { numbers.count }
}
