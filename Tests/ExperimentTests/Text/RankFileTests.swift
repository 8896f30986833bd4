import Experiment
import Foundation
import Testing

@Suite struct RankFileTests {
    private static let bytes = (UInt8.min...UInt8.max).map { Data([$0]).base64EncodedString() }
    private static let lines = bytes.enumerated().map { "\($1) \($0)" }

    private func problem(_ lines: [String]) -> String? {
        do {
            _ = try BytePairRanks(rankFile: Array(lines.joined(separator: "\n").utf8), file: "ranks")
            return nil
        } catch {
            return (error as? InputError)?.description
        }
    }

    @Test func lineEndsOfBothKindsAndAMissingLastOneAreRight() throws {
        #expect(problem(RankFileTests.lines) == nil)
        #expect(problem(RankFileTests.lines + [""]) == nil)
        #expect(problem(RankFileTests.lines.map { $0 + "\r" } + [""]) == nil)
        let ranks = try BytePairRanks(
            rankFile: Array((RankFileTests.lines + ["IHRo 256"]).joined(separator: "\n").utf8), file: "ranks")
        #expect(ranks.count == 257)
    }

    @Test(arguments: [
        ("IHRo", "ranks:257: is not a token in base64, a space and a rank"),
        ("", "ranks:257: is not a token in base64, a space and a rank"),
        ("IHRo 257", "ranks:257: the rank is \"257\", expected 256"),
        ("IHRo 0256", "ranks:257: the rank is \"0256\", expected 256"),
        ("IHRo 256 ", "ranks:257: the rank is \"256 \", expected 256"),
        ("IHR 256", "ranks:257: the token is not base64"),
        ("IH-o 256", "ranks:257: the token is not base64"),
        ("IHR= 256", "ranks:257: the token is not base64"),
        ("==== 256", "ranks:257: the token is not base64"),
        (" 256", "ranks:257: the token has 0 bytes; 1 to 1024 can be"),
        ("YQ== 256", "ranks:257: the token of this line stands on an earlier line too"),
    ]) func aWrongLineIsNamed(line: String, message: String) {
        #expect(problem(RankFileTests.lines + [line, "YWE= 257"]) == message)
    }

    @Test func everyByteNeedsAToken() {
        #expect(
            problem(RankFileTests.lines.dropLast())
                == "ranks: has no token for the single byte 255; not every text could be encoded")
        #expect(problem([]) == "ranks: has no token for the single byte 0; not every text could be encoded")
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: InputError.self) { try Tokenizer(rankFile: "/nowhere/x.tiktoken") }
    }
}
