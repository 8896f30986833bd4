/// What one sample of a data set is, before any layer.
package enum InputShape: Codable, Sendable, Hashable {
    /// `width` numbers.
    case vector(width: Int)
    /// A row of `columns` numbers of which most are zero.
    case sparse(columns: Int)
    /// 8-bit picture [channels, height, width], each channel standardised by the data set's mean and scale.
    case picture(channels: Int, height: Int, width: Int)
    /// A sequence of token numbers below `vocabulary`.
    case tokens(vocabulary: Int)
}
