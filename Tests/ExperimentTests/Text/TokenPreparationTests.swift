import Core
import Experiment
import Foundation
import Testing

@Suite struct TokenPreparationTests {
    private let directory: TemporaryDirectory
    private let rankFile: String

    /// Every byte is a token, and " a" is 256, " b" 257.
    init() throws {
        directory = try TemporaryDirectory()
        let tokens = (UInt8.min...UInt8.max).map { [$0] } + [Array(" a".utf8), Array(" b".utf8)]
        let lines = tokens.enumerated().map { "\(Foundation.Data($1).base64EncodedString()) \($0)\n" }
        rankFile = try directory.save(lines.joined(), to: "small.tiktoken")
    }

    private func prepare(
        _ source: String, test: String? = nil, limit: Int? = 200, keep: TokenKeep = .last,
        names: (String, String) = ("text", "label")
    ) throws -> PreparedDataset {
        let request = TextRequest(
            source: source, testSource: test, textName: names.0, labelName: names.1,
            training: 0.5, validation: test == nil ? 0.25 : 0.5)
        return try TokenPreparation(request, TokenOptions(rankFile: rankFile, limit: limit, keep: keep))
            .prepare()
    }

    private func lines(_ texts: [(String, String)], to name: String = "texts.jsonl") throws -> String {
        let lines = texts.map { "{\"label\": \($0.0), \"text\": \"\($0.1)\"}\n" }
        return try directory.save(lines.joined(), to: name)
    }

    private func tokens(_ data: PreparedDataset) throws -> [[UInt32]] {
        let offsets = try data.elements("token_offsets", of: Int64.self).map { Int($0) }
        let tokens = try data.elements("tokens", of: UInt32.self)
        return zip(offsets, offsets.dropFirst()).map { Array(tokens[$0..<$1]) }
    }

    @Test func theTensorsHoldTheTokens() throws {
        let file = try lines([("1", "x a b"), ("0", "b"), ("0", ""), ("1", "\\u00e9")])
        let data = try prepare(file)
        #expect(data.shape == .tokens(vocabulary: 258) && data.classes == ["0", "1"])
        #expect(try tokens(data) == [[120, 256, 257], [98], [], [0xC3, 0xA9]])
        #expect(try data.elements("y", of: Float.self) == [1, 0, 0, 1])
        #expect(try data.elements("split", of: UInt8.self).sorted() == [0, 0, 1, 2])
        #expect(data.warnings.map(\.description) == ["\(file): 1 text has no token"])
        guard case .tokens(let preprocessing) = data.preprocessing else {
            Issue.record("the preprocessing is of another kind")
            return
        }
        #expect(preprocessing.encoding == "small" && preprocessing.limit == 200)
        var tokenizer = try preprocessing.tokenizer(rankFile: rankFile)
        #expect(preprocessing.tokens(of: "x a b", by: &tokenizer) == [120, 256, 257])
        #expect(throws: InputError.self) { try preprocessing.tokenizer(rankFile: file) }
    }

    @Test func aLongTextKeepsOneEnd() throws {
        let file = try lines([("1", "a b b"), ("0", "x"), ("0", "y"), ("1", "z")])
        #expect(try tokens(prepare(file, limit: 2))[0] == [257, 257])
        #expect(try tokens(prepare(file, limit: 2, keep: .first))[0] == [97, 257])
        #expect(try tokens(prepare(file, limit: nil))[0] == [97, 257, 257])
    }

    @Test func tablesObjectsAndFoldersHoldTheSameTexts() throws {
        let texts = [("good", "x, a"), ("bad", "b"), ("bad", "z"), ("good", "y")]
        let objects = try lines(texts.map { ("\"\($0.0)\"", $0.1) })
        let rows = texts.map { "\($0.0),\"\($0.1)\"\r\n" }.joined()
        let table = try directory.save("label,text\r\n" + rows, to: "texts.csv")
        let expected = try prepare(objects)
        #expect(expected.classes == ["bad", "good"])
        #expect(try tokens(prepare(table)) == tokens(expected))
        let folder = try directory.save(
            [
                ("good/1.txt", Array("x, a".utf8)), ("bad/1.txt", Array("b".utf8)),
                ("bad/2.txt", Array("z".utf8)), ("good/2.txt", [0xEF, 0xBB, 0xBF] + Array("y".utf8)),
            ], below: "texts")
        let data = try prepare(folder)
        #expect(try tokens(data) == [[98], [122], [120, 44, 256], [121]])
        #expect(try data.elements("y", of: Float.self) == [0, 0, 1, 1])
    }

    /// As the IMDB reviews come: train has a third folder, of texts without a class.
    @Test func anOfficialTestPartStaysOne() throws {
        let files = [
            "train/neg/1", "train/neg/2", "train/pos/1", "train/pos/2", "train/unsup/1", "test/neg/1",
            "test/pos/1",
        ]
        let folder = try directory.save(files.map { ($0 + ".txt", Array("a b".utf8)) }, below: "reviews")
        let data = try prepare(folder)
        #expect(data.classes == ["neg", "pos"])
        #expect(Array(try data.elements("split", of: UInt8.self).suffix(2)) == [2, 2])
        #expect(data.trainingRows + data.validationRows == 4 && data.testRows == 2)
        #expect(data.warnings.count == 1 && data.warnings[0].kind == .unusedFolder)
        let more = [("0", "t"), ("1", "u"), ("1", "v")]
        let two = try prepare(
            try lines([("1", "a"), ("0", "b"), ("0", "c"), ("1", "d")]),
            test: try lines(more, to: "test.jsonl"))
        #expect(two.trainingRows == 2 && two.validationRows == 2 && two.testRows == 3)
    }

    // MARK: Bad input

    @Test(arguments: [
        ("{\"text\": \"a\", \"label\": 1", "texts.jsonl:2: is not a JSON object"),
        ("[1]", "texts.jsonl:2: is not a JSON object"),
        ("{\"txt\": \"a\", \"label\": 1}", "texts.jsonl:2: has no \"text\"; did you mean \"txt\"?"),
        ("{\"text\": 7, \"label\": 1}", "texts.jsonl:2: \"text\" is not a text"),
        ("{\"text\": \"a\", \"label\": [1]}", "texts.jsonl:2: \"label\" is neither a text nor a number"),
        ("{\"text\": \"a\"}", "texts.jsonl:2: has no \"label\""),
        (
            "{\"text\": \"a\", \"label\": 2}",
            "texts.jsonl: has 3 classes (0, 1, 2); the logistic loss needs two"
        ),
    ]) func aWrongObjectIsNamed(line: String, message: String) {
        let text = "{\"text\": \"a\", \"label\": 1}\n\(line)\n{\"text\": \"a\", \"label\": 0}\n"
        let found = directory.problem { _ = try prepare(try directory.save(text, to: "texts.jsonl")) }
        #expect(found?.hasPrefix(message) == true, "\(found ?? "nothing")")
    }

    @Test func textThatIsNotUTF8IsNamed() throws {
        let good = Array("{\"text\": \"a\", \"label\": 1}\n".utf8)
        let bad = Array("{\"text\": \"".utf8) + [0xE9] + Array("\", \"label\": 0}\n".utf8)
        let words = "is not UTF-8 text; convert the file, for instance with iconv -f latin1 -t utf-8"
        let lines = try directory.save(good + good + bad, to: "texts.jsonl")
        #expect(directory.problem { _ = try prepare(lines) } == "texts.jsonl:3: \(words)")
        let table = try directory.save(
            Array("text,label\na,1\n".utf8) + [0xE9, 0x2C, 0x30, 0x0A], to: "t.csv")
        #expect(directory.problem { _ = try prepare(table) } == "t.csv:3: \(words)")
        let folder = try directory.save(
            [("a/1.txt", [0x61]), ("b/1.txt", [0x61, 0x0A, 0xE9, 0x62])], below: "texts")
        #expect(directory.problem { _ = try prepare(folder) } == "texts/b/1.txt:2: \(words)")
    }

    @Test func twoClassesAreNeededAndTheTestHasNoOther() throws {
        let one = try lines([("1", "a"), ("1", "b")])
        #expect(
            directory.problem { _ = try prepare(one) }
                == "texts.jsonl: has 1 class (1); the logistic loss needs two")
        let empty = try directory.save("\n", to: "empty.jsonl")
        #expect(
            directory.problem { _ = try prepare(empty) }
                == "empty.jsonl: has 0 classes; the logistic loss needs two")
        let two = try lines([("\"no\"", "a"), ("\"yes\"", "b")])
        let other = try lines([("\"no\"", "a"), ("\"perhaps\"", "b")], to: "test.jsonl")
        #expect(
            directory.problem { _ = try prepare(two, test: other) }
                == "test.jsonl:2: the label \"perhaps\" does not occur among the training texts, which have no and yes"
        )
    }

    @Test func whatIsMissingIsNamed() throws {
        let table = try directory.save("review,label\na,1\nb,0\n", to: "t.csv")
        #expect(
            directory.problem { _ = try prepare(table) }
                == "t.csv:1: has no column \"text\"; possible: review, label")
        #expect(
            try prepare(
                try directory.save("review,stars\na,1\nb,0\nc,0\nd,1\n", to: "t.csv"),
                names: ("review", "stars")
            ).classes == ["0", "1"])
        #expect(
            directory.problem { _ = try prepare(directory.file("nowhere")) }
                == "nowhere: does not exist; is the path right?")
        let file = try lines([("1", "a"), ("0", "b")])
        #expect(
            directory.problem {
                _ = try TokenPreparation(
                    TextRequest(source: file), TokenOptions(rankFile: directory.file("ranks")))
            }?.hasPrefix("ranks: cannot be read") == true)
    }
}
