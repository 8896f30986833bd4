@testable import Experiment
import Foundation
import FuzzDriver

extension FuzzTarget {
    /// Tokens give the text back, whatever was encoded before; words become rows with ascending columns and length 1.
    static let text = FuzzTarget("text", seeds: { TextCase.seeds.map { Array($0.utf8) } }) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let tokens = TextCase.tokenizer.encode(text)
        demand(TextCase.tokenizer.decode(tokens) == text, "the tokens give another text")
        if bytes.count < 64 {
            demand(tokens == TextCase.fresh(text), "what was encoded before changes the tokens")
        }
        for encoder in TextCase.encoders {
            let row = encoder.row(of: text)
            demand(zip(row, row.dropFirst()).allSatisfy { $0.column < $1.column }, "columns descend")
            demand(row.allSatisfy { $0.value.isFinite && $0.column < 64 }, "a value without sense")
            let length = row.reduce(0) { $0 + Double($1.value) * Double($1.value) }
            demand(row.isEmpty || abs(length - 1) < 1e-3, "a row of length \(length)")
        }
    }

    /// A file of ranks is right, and then every text can be encoded; or its line is named.
    static let ranks = FuzzTarget(
        "ranks", seeds: { [Array(TextCase.rankText.utf8)] }, mutate: TextCase.mutateRanks
    ) { bytes in
        let ranks = try InputErrorCheck.read(file: "r") {
            try BytePairRanks(rankFile: Array(bytes), file: "r")
        }
        guard let ranks else { return }
        var tokenizer = Tokenizer(ranks: ranks)
        let text = "the cat \u{0} sät in\n the hat " + String(repeating: "ab", count: 50)
        demand(tokenizer.decode(tokenizer.encode(text)) == text, "the tokens give another text")
    }

    /// Lines of objects with texts and labels.
    static let documents = FuzzTarget(
        "documents",
        seeds: { [Array("{\"text\":\"a \\u00e9\",\"label\":1}\n\n{\"label\":\"x\",\"text\":\"\"}\n".utf8)] }
    ) {
        bytes in
        for labelName in ["label", nil] {
            let lines = JSONLines(file: "d.jsonl", textName: "text", labelName: labelName)
            guard let texts = try InputErrorCheck.read(file: "d.jsonl", { try lines.texts(Array(bytes)) })
            else { continue }
            demand(zip(texts, texts.dropFirst()).allSatisfy { $0.line < $1.line }, "lines out of order")
        }
    }
}

enum TextCase {
    static let rankText: String = {
        let words = ["th", "the", " t", " the", "in", "an", "ab", "abab", "\r\n", "é", "  ", "12"]
        let all = (UInt8.min...UInt8.max).map { Data([$0]) } + words.map { Data($0.utf8) }
        return all.enumerated().map { "\($1.base64EncodedString()) \($0)\n" }.joined()
    }()

    private static let ranks: BytePairRanks = {
        do { return try BytePairRanks(rankFile: Array(rankText.utf8), file: "r") } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// Drops, lengthens or moves a token, and numbers the lines anew.
    static let mutateRanks: @Sendable (inout [UInt8], inout FuzzRandom) -> Void = { bytes, random in
        var tokens = bytes.split(separator: UInt8(ascii: "\n")).map { $0.prefix { $0 != UInt8(ascii: " ") } }
        guard !tokens.isEmpty else { return }
        let index = random.below(tokens.count)
        switch random.below(3) {
        case 0: tokens.remove(at: index)
        case 1: tokens[index] += tokens[random.below(tokens.count)]
        default: tokens.swapAt(index, random.below(tokens.count))
        }
        bytes = tokens.enumerated().flatMap { Array($1) + Array(" \($0)\n".utf8) }
    }

    nonisolated(unsafe) static var tokenizer = Tokenizer(ranks: ranks)

    static func fresh(_ text: String) -> [UInt32] {
        var fresh = Tokenizer(ranks: ranks)
        return fresh.encode(text)
    }

    static let encoders = [
        WordPreprocessing.Form.vocabulary(
            terms: ["cat", "the", "the cat", "12", "é_"], weights: [1, 0.5, 2, 1, 1]),
        .hashed(columns: 64, isSigned: true), .hashed(columns: 1, isSigned: false),
    ].map { WordEncoder(WordPreprocessing(form: $0, hasBigrams: true, textName: "text")) }

    static let seeds = [
        "The cat sat in the hat. It's 12345 o'clock!\r\n\n  \t don't  stop\u{301} naïve_É 日本語 😀", " ", "",
        String(repeating: "ab", count: 60), "İSTANBUL ǅ ﬀ \u{0}\u{7F}\u{85}\u{2028}x",
    ]
}
