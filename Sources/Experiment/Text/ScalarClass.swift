/// What the pre-tokenisation pattern distinguishes about a Unicode scalar.
enum ScalarClass: UInt8 {
    /// `\p{L}`
    case letter
    /// `\p{N}`
    case number
    /// `[\r\n]`
    case lineBreak
    /// `\s` without the line breaks
    case space
    case other

    init(_ scalar: Unicode.Scalar) {
        if scalar == "\r" || scalar == "\n" {
            self = .lineBreak
            return
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
    }

    /// The classes of the first 65,536 scalars; looking a property up is slow.
    static let basicPlane: [ScalarClass] = (0..<0x1_0000).map { value in
        Unicode.Scalar(UInt32(value)).map { ScalarClass($0) } ?? .other
    }
}
