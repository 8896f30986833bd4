import Experiment
import Foundation
import Testing

/// The tokenizer against tiktoken, where the ranks of cl100k_base are: IGND_TOKEN_RANKS=PATH, or data/ after
/// `ignd-ps data fetch cl100k`.
@Suite(.enabled(if: TokenRanks.path != nil)) struct TokenizerGoldenTests {
    private struct Line: Decodable {
        let text: String
        let ids: [UInt32]
    }

    private func tokenizer() throws -> Tokenizer {
        try Tokenizer(rankFile: try #require(TokenRanks.path))
    }

    @Test func theKeptLinesAreEqual() throws {
        var tokenizer = try tokenizer()
        for line in TokenGolden.lines {
            #expect(tokenizer.encode(line.text) == line.tokens, "\(line.text)")
            #expect(tokenizer.decode(line.tokens) == line.text)
        }
    }

    /// A file of lines {"text", "ids"}: IGND_GOLDEN_TOKENS=PATH.
    @Test(.enabled(if: environment("IGND_GOLDEN_TOKENS") != nil)) func everyLineOfTheFileIsEqual() throws {
        var tokenizer = try tokenizer()
        let bytes = try #require(readFile(environment("IGND_GOLDEN_TOKENS")!))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 0)
        for (number, line) in lines.enumerated() {
            let line = try JSONDecoder().decode(Line.self, from: Data(line))
            #expect(tokenizer.encode(line.text) == line.ids, "line \(number + 1)")
        }
    }

    /// One letter 200,000 times is one piece; the square of that would take minutes.
    @Test(.timeLimit(.minutes(1))) func aLongPieceIsNotSlow() throws {
        var tokenizer = try tokenizer()
        let text = String(repeating: "a", count: 200_000)
        #expect(tokenizer.encode(text) == [UInt32](repeating: 70_540, count: 25_000))
    }
}

@Suite struct TokenizerTests {
    /// The single bytes, and behind them `tokens`.
    private func ranks(_ tokens: [String]) throws -> BytePairRanks {
        let all = (UInt8.min...UInt8.max).map { Data([$0]) } + tokens.map { Data($0.utf8) }
        let lines = all.enumerated().map { "\($1.base64EncodedString()) \($0)\n" }
        return try BytePairRanks(rankFile: Array(lines.joined().utf8), file: "ranks")
    }

    private func tokens(_ text: String, with tokens: [String]) throws -> [String?] {
        var tokenizer = Tokenizer(ranks: try ranks(tokens))
        return tokenizer.encode(text).map { tokenizer.decode([$0]) }
    }

    @Test func theLowestRankIsMergedFirst() throws {
        #expect(try tokens("abc", with: ["bc", "ab"]) == ["a", "bc"])
        #expect(try tokens("abc", with: ["ab", "bc"]) == ["ab", "c"])
        #expect(try tokens("abcd", with: ["bc", "abc", "cd"]) == ["abc", "d"])
    }

    @Test func ofEqualPairsTheLeftIsMergedFirst() throws {
        #expect(try tokens("aaa", with: ["aa"]) == ["aa", "a"])
        #expect(try tokens("aaaaa", with: ["aa", "aaaa"]) == ["aaaa", "a"])
    }

    /// Above 64 bytes another algorithm merges: both must agree with plain merging.
    @Test(arguments: 0..<200 as Range<UInt64>) func longAndShortPiecesAreMergedAlike(seed: UInt64) throws {
        let random = PlainMerge.Random(seed: seed)
        let vocabulary = PlainMerge.vocabulary(random)
        let text = random.text(of: "abcd", count: 1 + Int(seed) % 130)
        let expected = PlainMerge.merge(text, vocabulary)
        #expect(try tokens(text, with: vocabulary) == expected)
    }

    /// A piece whose tokens are in the cache gives what it gave at first.
    @Test func aRepeatedPieceGivesTheSameTokens() throws {
        var tokenizer = Tokenizer(ranks: try ranks(["ab", "cd"]))
        #expect(tokenizer.encode("abcdx abcdx") == [256, 257, 120, 32, 256, 257, 120])
        #expect(tokenizer.encode("abcdx") == [256, 257, 120])
        #expect(tokenizer.encode("abcdy") == [256, 257, 121])
    }

    /// More pieces than the cache has places: what shares a place is told apart.
    @Test func piecesThatShareAPlaceAreKeptApart() throws {
        var tokenizer = Tokenizer(ranks: try ranks(["ab", "cd"]))
        let random = PlainMerge.Random(seed: 1)
        let pieces = (0..<40_000).map { _ in random.text(of: "abcdefgh", count: 8) }
        #expect(pieces.allSatisfy { tokenizer.decode(tokenizer.encode($0)) == $0 })
    }

    @Test func aNumberThatIsNoTokenIsNotDecoded() throws {
        let tokenizer = Tokenizer(ranks: try ranks([]))
        #expect(tokenizer.decode([104, 105]) == "hi")
        #expect(tokenizer.decode([256]) == nil)
    }
}
