/// Samples in the order of their use: some row numbers of a data set.
package struct SampleList<S: Scalar> {
    package let rows: SupervisedRows<S>
    package let numbers: [Int32]

    package init(rows: SupervisedRows<S>, numbers: [Int32]) {
        self.rows = rows
        self.numbers = numbers
    }

    package var count: Int { numbers.count }
}
