import ArgumentParser
import Core
import Experiment

/// The options that say how data of the user's own are read.
struct PreparationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            stringLiteral: "What it is: \(PreparationOptions.kinds). (default: told from the path)"))
    var kind: SourceKind?

    @Option(help: "The column to predict; of a .npy file the .npy file with the targets.")
    var target: String?

    @Option(help: "squared or logistic. (default: squared; logistic for LIBSVM files)")
    var loss: Loss?

    @Option(help: "Shares of training, validation and test rows. (default: 0.8/0.1/0.1)")
    var split: PreparationRequest.SplitFractions?

    @Option(help: "The column that says training, validation or test.")
    var splitColumn: String?

    @Option(help: "The seed of the split. (default: 0)")
    var seed: UInt64?

    @Option(help: "A LIBSVM file of its own for the test rows.")
    var test: String?

    @Option(help: "Columns to encode one-hot though they hold numbers; may be repeated.")
    var categorical: [String] = []

    @Option(help: "Columns to leave out; may be repeated.")
    var ignore: [String] = []

    @Flag(help: "Leave numeric columns as they are.")
    var noStandardise = false

    @Option(help: "What targets are divided by: standard_deviation, mean, none or a number.")
    var targetScale: DatasetRequest.TargetScale?

    @Flag(help: "Keep numbers in double precision.")
    var float64 = false

    @Option(help: "The lowest index of a LIBSVM file, 0 or 1. (default: 0 if it occurs, else 1)")
    var indexBase: UInt32?

    @Option(help: "The character between two cells of a table, or tab. (default: by the path's ending)")
    var delimiter: String?

    @Option(help: "Width and height of pictures. (default: 64x64)")
    var size: PictureExtent?

    @Flag(help: "Pictures in grey instead of colour.")
    var grey = false

    @Option(help: "What happens to pictures of another shape. (default: squeeze)")
    var fit: PictureFit?

    @Option(help: "The column or key of the text; --target is that of the label. (default: text and label)")
    var text: String?

    @Option(help: "The most tokens of a text, 0: all. (default: 200)")
    var limit: Int?

    @Option(help: "Which end of a longer text stays. (default: last)")
    var keep: TokenKeep?

    @Option(help: "The file of byte-pair ranks. (default: data/cl100k_base.tiktoken)")
    var ranks: String?

    @Flag(help: "Pairs of neighbouring words are terms too.")
    var bigrams = false

    @Option(help: "A term of the vocabulary occurs in so many training texts. (default: 5)")
    var minimumTexts: Int?

    @Option(help: "Spread terms over so many columns by a signed hash, without a vocabulary.")
    var hashedColumns: Int?

    private static var kinds: String { SourceKind.allCases.map(\.rawValue).joined(separator: ", ") }

    func validate() throws {
        if split != nil && splitColumn != nil {
            throw ValidationError("--split-column says the split already; leave --split out")
        }
        if seed != nil && splitColumn != nil {
            throw ValidationError("--split-column says the split already; leave --seed out")
        }
        if targetScale != nil && targetScale != DatasetRequest.TargetScale.none && loss == .logistic {
            throw ValidationError("targets of the logistic loss are 0 and 1; leave --target-scale out")
        }
        if let minimumTexts, minimumTexts < 1 { throw ValidationError("--minimum-texts must be above 0") }
        if let hashedColumns, !(1...1 << 30).contains(hashedColumns) {
            throw ValidationError("--hashed-columns must be 1 to \(1 << 30)")
        }
        if minimumTexts != nil && hashedColumns != nil {
            throw ValidationError("--hashed-columns needs no vocabulary; leave --minimum-texts out")
        }
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more") }
        if let indexBase, indexBase > 1 { throw ValidationError("--index-base must be 0 or 1") }
        if delimiter != nil && byte == nil {
            throw ValidationError("--delimiter must be one ASCII character, or tab")
        }
    }

    private var wordForm: WordOptions.Form {
        if let hashedColumns { return .hashed(columns: hashedColumns, isSigned: true) }
        return .vocabulary(minimumTexts: minimumTexts ?? 5)
    }

    private var byte: UInt8? {
        if delimiter == "tab" || delimiter == "\\t" { return TableDelimiter.tab }
        guard let delimiter, delimiter.utf8.count == 1 else { return nil }
        return delimiter.utf8.first
    }

    func request(_ source: String) -> PreparationRequest {
        var request = PreparationRequest(source: source)
        request.kind = kind
        request.testFile = test
        request.target = target
        request.fractions = split
        request.splitColumn = splitColumn
        request.seed = seed
        request.categorical = categorical
        request.ignored = ignore
        request.isUnscaled = noStandardise
        request.targetScale = targetScale
        request.loss = loss
        request.precision = float64 ? .float64 : .float32
        request.indexBase = indexBase
        request.delimiter = byte
        request.pictures.width = size?.width ?? request.pictures.width
        request.pictures.height = size?.height ?? request.pictures.height
        request.pictures.fit = fit ?? request.pictures.fit
        if grey { request.pictures.channels = 1 }
        request.textName = text
        request.tokenLimit = limit
        request.tokenKeep = keep
        request.rankFile = ranks
        request.words = WordOptions(form: wordForm, hasBigrams: bigrams)
        return request
    }
}

/// "64x48": pixels across and down.
struct PictureExtent: ExpressibleByArgument {
    let width: Int
    let height: Int

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard parts.count == 2, parts.allSatisfy({ (1...4096).contains($0) }) else { return nil }
        (width, height) = (parts[0], parts[1])
    }
}

extension SourceKind: ExpressibleByArgument {}
extension PictureFit: ExpressibleByArgument {}
extension TokenKeep: ExpressibleByArgument {}
extension Loss: ExpressibleByArgument {}

extension PreparationRequest.SplitFractions: ExpressibleByArgument {
    /// As the option is written.
    public init?(argument: String) { self.init(argument) }
}

extension DatasetRequest.TargetScale: ExpressibleByArgument {
    /// As the option is written.
    public init?(argument: String) { self.init(argument) }
}
