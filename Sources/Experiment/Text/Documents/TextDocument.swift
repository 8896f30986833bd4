internal import Core

/// A text and its class.
struct TextDocument {
    let text: String
    /// 0 or 1
    let label: UInt8
    /// Nil: to be chosen.
    let part: SplitPart?
}
