/// How texts become bags of words.
package struct WordOptions: Hashable, Sendable {
    package enum Form: Hashable, Sendable {
        /// A column for every term that occurs in so many training texts.
        case vocabulary(minimumTexts: Int)
        /// Terms are spread over so many columns by their hash: no vocabulary, no fitting. With a sign, terms that share
        /// a column cancel out on average.
        case hashed(columns: Int, isSigned: Bool)
    }

    package var form: Form
    /// Whether pairs of neighbouring words are terms too.
    package var hasBigrams: Bool

    /// The form's number, where it is not the usual one.
    var minimumTexts: Int? {
        if case .vocabulary(let minimum) = form, form != WordOptions().form { return minimum }
        return nil
    }

    var hashedColumns: Int? {
        if case .hashed(let columns, _) = form { return columns }
        return nil
    }

    package init(form: Form = .vocabulary(minimumTexts: 5), hasBigrams: Bool = false) {
        self.form = form
        self.hasBigrams = hasBigrams
    }
}
