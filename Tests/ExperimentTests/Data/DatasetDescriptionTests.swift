import Core
import Experiment
import Testing

/// `data describe`: the whole text for small files of every format.
@Suite struct DatasetDescriptionTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// The text without the line of the digest.
    private func text(
        _ name: String, _ change: (inout PreparationRequest) -> Void = { _ in }
    ) throws -> String {
        var request = PreparationRequest(source: directory.file(name))
        change(&request)
        let text = try DatasetDescription.text(of: request).replacing(directory.path + "/", with: "")
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("sha256 ") }.joined(separator: "\n")
    }

    @Test func sparseRows() throws {
        try directory.write(DatasetFixture.sparse.file, to: "f")
        let text = try text("f")
        #expect(
            text.contains(
                """
                targets for the logistic loss
                part        rows           0           1
                training       2  1 (50.0 %)  1 (50.0 %)
                validation     1     0 (0 %)   1 (100 %)
                test           1   1 (100 %)     0 (0 %)

                """))
        #expect(text.contains("5 entries, 25.0 % of all places"))
        #expect(text.contains("row 0: 0:1 4:2\nrow 1: \nrow 2: 1:3\n"))
    }

    @Test func tokensAndPictures() throws {
        try directory.write(DatasetFixture.token.file, to: "t")
        let tokens = try text("t")
        #expect(tokens.contains("6 tokens, 5 of 10 occur\n"))
        #expect(tokens.contains("tokens a row  least  50 %  90 %  99 %  greatest\n"))
        #expect(tokens.contains("row 0: 0 9\nrow 1: 3\nrow 2: 3 1\n"))
        try directory.write(DatasetFixture.picture.file, to: "p")
        let pictures = try text("p")
        #expect(pictures.contains("2 × 2 with 3 channels") && pictures.contains("of values from 0 to 255\n"))
    }

    @Test func aTableWithoutATargetIsDescribedAsItStands() throws {
        _ = try directory.save("size,kind,same,gap\n1,hut,7,\n2,flat,7,3\n6,hut,7,4\n", to: "t.csv")
        #expect(
            try text("t.csv").contains(
                """
                column      type  mean  deviation  row 0  row 1  row 2
                size     numeric  3.00       2.16      1      2      6
                kind    2 levels     –          –    hut   flat    hut
                same    constant  7.00          0      7      7      7
                gap     unusable     –          –             3      4

                """))
    }

    @Test func aTableWithATargetIsDescribedAsPrepared() throws {
        let rows = (0..<20).map { "\($0),\(["hut", "flat"][$0 % 2]),\($0 * 3)\n" }.joined()
        _ = try directory.save("size,kind,price\n" + rows, to: "t.csv")
        let text = try text("t.csv") {
            $0.target = "price"
            $0.isUnscaled = true
        }
        #expect(text.contains("size       numeric     0   1.00      0   1.00   2.00\n"))
        #expect(text.contains("kind=flat    level     0   1.00      0   1.00      0\n"))
        #expect(text.contains("warning: "))
    }
}
