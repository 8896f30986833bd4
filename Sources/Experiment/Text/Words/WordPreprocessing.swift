/// How a text becomes a sparse row of a linear model: stored with the model.
package struct WordPreprocessing: Codable, Equatable, Sendable {
    package enum Form: Codable, Equatable, Sendable {
        /// A term's value is its count times its weight ln((1 + n) / (1 + d)) + 1, where d of the n training texts
        /// have it.
        case vocabulary(terms: [String], weights: [Double])
        /// A term's value is its count, its column the FNV-1a hash of its UTF-8 bytes (64 bits) modulo `columns`; if
        /// `isSigned`, hashes with the topmost bit count negatively.
        case hashed(columns: Int, isSigned: Bool)
    }

    package var form: Form
    package var hasBigrams: Bool
    /// Where a text stands in an object or a table.
    package var textName: String

    package var columns: Int {
        switch form {
        case .vocabulary(let terms, _): return terms.count
        case .hashed(let columns, _): return columns
        }
    }
}
