package import Core

/// What the user says of data of their own; nil or empty is what was not said.
package struct PreparationRequest: Sendable {
    package var source: String
    package var kind: SourceKind?
    /// A LIBSVM file of its own for the test rows.
    package var testFile: String?
    /// A column of a table, a .npy file, or the name of an array.
    package var target: String?
    package var fractions: SplitFractions?
    package var splitColumn: String?
    package var seed: UInt64?
    package var categorical: [String] = []
    package var ignored: [String] = []
    package var isUnscaled = false
    package var targetScale: DatasetRequest.TargetScale?
    package var loss: Loss?
    package var precision = Precision.float32
    package var indexBase: UInt32?
    package var delimiter: UInt8?
    /// Of pictures: channels, height, width and what happens to those of another shape.
    package var pictures = PictureRequest(folder: "")
    /// The column or key of the text.
    package var textName: String?
    /// Nil: the default; 0: all tokens of a text.
    package var tokenLimit: Int?
    package var tokenKeep: TokenKeep?
    package var rankFile: String?
    package var words: WordOptions?

    package init(source: String) { self.source = source }

    /// Shares of the rows, which sum to 1.
    package struct SplitFractions: Sendable, Equatable {
        package let training: Double
        package let validation: Double
        package let test: Double

        package static let usual = SplitFractions(0.8, 0.1, 0.1)

        private init(_ training: Double, _ validation: Double, _ test: Double) {
            self.training = training
            self.validation = validation
            self.test = test
        }

        /// "0.8/0.1/0.1"; nil if it is not such a text, or the sum is not 1.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false).compactMap { Double($0) }
            guard parts.count == 3, text.split(separator: "/", omittingEmptySubsequences: false).count == 3,
                parts.allSatisfy({ $0 > 0 && $0 < 1 }), abs(parts.reduce(0, +) - 1) < 1e-9
            else { return nil }
            self.init(parts[0], parts[1], parts[2])
        }
    }

    /// The options that were given, by their names.
    var given: [String] {
        let options: [(name: String, isGiven: Bool)] = [
            ("test", testFile != nil), ("target", target != nil), ("split-column", splitColumn != nil),
            ("categorical", !categorical.isEmpty), ("ignore", !ignored.isEmpty),
            ("no-standardise", isUnscaled), ("index-base", indexBase != nil), ("delimiter", delimiter != nil),
            ("size", pictures != PictureRequest(folder: "")), ("text", textName != nil),
            ("limit", tokenLimit != nil), ("keep", tokenKeep != nil), ("ranks", rankFile != nil),
            ("bigrams", words?.hasBigrams == true), ("minimum-texts", words?.minimumTexts != nil),
            ("hashed-columns", words?.hashedColumns != nil),
            ("target-scale", targetScale != nil), ("loss", loss != nil), ("float64", precision == .float64),
        ]
        return options.filter(\.isGiven).map(\.name)
    }
}
