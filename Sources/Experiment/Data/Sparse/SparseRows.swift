/// Rows of which most values are zero, as a LIBSVM file has them: only the others are kept.
struct SparseRows {
    /// Where each row begins in `indices` and `values`, and where the last ends.
    var offsets: [Int64] = [0]
    /// Ascending in each row, counted as the file counts.
    var indices: [UInt32] = []
    var values: [Double] = []
    var labels: [Double] = []
    /// The line of each row, from 1.
    var lines: [Int] = []
    /// The first line that has the index 0.
    var zeroLine: Int?

    var count: Int { labels.count }
}
