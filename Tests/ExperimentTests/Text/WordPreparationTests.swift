import Core
import Experiment
import Testing

/// Bags of words against scikit-learn's (Golden/make_words.py).
@Suite struct WordPreparationTests {
    struct Golden: Decodable {
        struct Texts: Decodable {
            let folder: String
            let texts: [String]
        }

        struct Weighted: Decodable {
            let terms: [String]
            let rows: [[[Double]]]
        }

        let corpus: [Texts]
        let unigrams: Weighted
        let bigrams: Weighted
        let hashed: [[[Double]]]
        let signed: [[[Double]]]
    }

    private let directory: TemporaryDirectory
    private let golden: Golden
    private let folder: String

    init() throws {
        directory = try TemporaryDirectory()
        golden = try GoldenFile.decode(Golden.self, from: "words.json")
        let files = golden.corpus.flatMap { texts in
            texts.texts.enumerated().map { ("\(texts.folder)/\($0).txt", Array($1.utf8)) }
        }
        folder = try directory.save(files, below: "corpus")
    }

    private func prepare(_ form: WordOptions.Form, bigrams: Bool = false) throws -> PreparedDataset {
        try WordPreparation(TextRequest(source: folder), WordOptions(form: form, hasBigrams: bigrams))
            .prepare()
    }

    private func expect(_ data: PreparedDataset, _ rows: [[[Double]]]) throws {
        let offsets = try data.elements("row_offsets", of: Int64.self).map { Int($0) }
        let columns = try data.elements("column_indices", of: UInt32.self)
        let values = try data.elements("values", of: Float.self)
        #expect(offsets.count == rows.count + 1)
        for (row, expected) in rows.enumerated() {
            let range = offsets[row]..<offsets[row + 1]
            #expect(columns[range].map { Double($0) } == expected.map { $0[0] }, "row \(row)")
            for (value, entry) in zip(values[range], expected) {
                #expect(abs(Double(value) - entry[1]) < 1e-6, "row \(row)")
            }
        }
    }

    @Test func weightsAreThoseOfScikitLearn() throws {
        let data = try prepare(.vocabulary(minimumTexts: 2))
        guard case .words(let preprocessing) = data.preprocessing,
            case .vocabulary(let terms, _) = preprocessing.form
        else {
            Issue.record("the preprocessing is of another kind")
            return
        }
        #expect(terms == golden.unigrams.terms)
        #expect(data.shape == .sparse(columns: terms.count))
        try expect(data, golden.unigrams.rows)
    }

    @Test func pairsOfWordsAreTermsToo() throws {
        let data = try prepare(.vocabulary(minimumTexts: 2), bigrams: true)
        #expect(data.shape == .sparse(columns: golden.bigrams.terms.count))
        try expect(data, golden.bigrams.rows)
    }

    @Test func hashesSpreadTermsOverColumns() throws {
        let data = try prepare(.hashed(columns: 1 << 18, isSigned: false))
        #expect(data.shape == .sparse(columns: 1 << 18))
        try expect(data, golden.hashed)
        try expect(try prepare(.hashed(columns: 7, isSigned: true)), golden.signed)
    }

    @Test func theSplitAndTheClassesAreTheFolders() throws {
        let data = try prepare(.vocabulary(minimumTexts: 2))
        #expect(data.classes == ["neg", "pos"])
        #expect(data.trainingRows == 9 && data.validationRows == 3 && data.testRows == 3)
        let y = try data.elements("y", of: Float.self)
        let expected: [Float] = [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1]
        #expect(y == expected)
        #expect(data.warnings.count == 1 && data.warnings[0].kind == .emptyTexts)
        #expect(data.warnings[0].description.hasSuffix("corpus: 4 texts have no known word"))
    }

    @Test func aNewTextIsReadAsTheOthersWere() throws {
        guard case .words(let preprocessing) = try prepare(.vocabulary(minimumTexts: 2)).preprocessing else {
            Issue.record("the preprocessing is of another kind")
            return
        }
        let row = WordEncoder(preprocessing).row(of: golden.corpus[0].texts[0])
        let expected = golden.unigrams.rows[0]
        #expect(row.map { Double($0.column) } == expected.map { $0[0] })
        #expect(WordEncoder(preprocessing).row(of: "").isEmpty)
        let json = Preprocessing.words(preprocessing).json
        #expect(try Preprocessing(json: json) == .words(preprocessing))
    }

    @Test func aVocabularyHasWords() {
        #expect(
            directory.problem { _ = try prepare(.vocabulary(minimumTexts: 100)) }
                == "corpus: has no word that occurs in 100 training texts")
    }
}
