import Foundation
import Testing

/// Sources that are not right, given to the programs: a sentence with the place, the exit code, nothing left behind.
@Suite struct BadDataTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// By name; the first is the source.
        let files: [(name: String, content: Data)]
        /// FILE… stands for a path of this place.
        var options: [String] = []
        /// What stands behind the name of `file`, or of the source.
        let sentence: String
        var file: String?

        init(
            _ testDescription: String, _ files: [(name: String, content: Data)], options: [String] = [],
            _ sentence: String, file: String? = nil
        ) {
            self.testDescription = testDescription
            self.files = files
            self.options = options
            self.sentence = sentence
            self.file = file
        }

        init(
            _ testDescription: String, _ name: String, _ text: String, options: [String] = [],
            _ sentence: String
        ) {
            self.init(testDescription, [(name, Data(text.utf8))], options: options, sentence)
        }
    }

    private static let rows = (0..<20).map { "\($0 % 2) 1:\($0 % 3) 2:1\n" }.joined()
    private static let objects = (0..<20).map { "{\"text\": \"word \($0)\", \"label\": \($0 % 2)}\n" }
        .joined()
    private static let words = ["--kind", "words", "--minimum-texts", "1"]
    private static let latin = Data("{\"text\": \"caf".utf8) + [0xE9] + Data("\", \"label\": 0}\n".utf8)
    private static let table = (0..<20).map { "\($0),x,\($0 % 5)\n" }.joined()

    static let cases = [
        Case(
            "LIBSVM, descending", "r.libsvm", "1 2:1 1:1\n" + rows,
            ":1: the index 1 comes after 2; they must ascend"),
        Case(
            "LIBSVM, zero", "r.libsvm", rows + "1 0:1 2:1\n", options: ["--index-base", "1"],
            ":21: has the index 0, but indices count from 1"),
        Case(
            "LIBSVM, one class", "r.libsvm", rows.replacing("0 1:", with: "1 1:"),
            ": has one class (1); the logistic loss needs two"),
        Case(
            "LIBSVM, one class to train on", "r.libsvm",
            String(repeating: "1 1:1\n", count: 19) + "0 1:1\n", options: ["--split", "0.01/0.495/0.495"],
            ": the split leaves no row for training; 20 rows are too few, or the fractions too small"),
        Case(
            "LIBSVM, a new class in the test",
            [("r.libsvm", Data(rows.utf8)), ("t", Data("1 1:1\n2 1:1\n".utf8))],
            options: ["--test", "FILE/t"],
            ":2: the label 2 does not occur among the training rows, which have 0 and 1", file: "t"),
        Case(
            "text, not UTF-8", [("t.jsonl", Data(objects.utf8) + latin)], options: words,
            ":21: is not UTF-8 text; convert the file, for instance with iconv -f latin1 -t utf-8"),
        Case(
            "text, one class", "t.jsonl", objects.replacing("label\": 0", with: "label\": 1"), options: words,
            ": has 1 class (1); the logistic loss needs two"),
        Case(
            "text, a new class in the test",
            [("t.jsonl", Data(objects.utf8)), ("u.jsonl", Data("{\"text\": \"a\", \"label\": 7}\n".utf8))],
            options: words + ["--test", "FILE/u.jsonl"],
            ":1: the label \"7\" does not occur among the training texts, which have 0 and 1", file: "u.jsonl"
        ),
        Case(
            "table, NA among numbers", "t.csv", "a,kind,y\n" + table + "NA,x,1\n",
            options: ["--target", "y"],
            ":22: column \"a\": \"NA\" is a missing value; fill it, remove the row, or list the column under categorical or ignore"
        ),
        Case(
            "table, ? among texts", "t.csv", "a,kind,y\n" + table + "7,?,1\n7,?,2\n",
            options: ["--target", "y"],
            ":22: column \"kind\": \"?\" is a missing value (and 1 more in this column); fill it, remove the row, or list the column under categorical if it is a category of its own"
        ),
        Case(
            "table, one class", "t.csv", "a,y\n" + (0..<20).map { "\($0),0\n" }.joined(),
            options: ["--target", "y", "--loss", "logistic"],
            ": column \"y\": the logistic loss needs targets 0 and 1 (or -1 and 1), with both present"),
        Case("an archive cut off", [("a.npz", Data("PK\u{3}\u{4}".utf8))], ": "),
        Case(
            "a packed file cut off", [("r.libsvm.gz", Data([0x1F, 0x8B, 8, 0, 0, 0, 0]))],
            ": cannot be unpacked: "),
        Case(
            "pictures of one class", [("p/cat/1.jpg", Data())],
            ": has 1 class (cat); two folders are needed, one a class"),
        Case(
            "no picture that can be read", [("p/cat/1.jpg", Data()), ("p/dog/1.jpg", Data("x".utf8))],
            ": has no picture of \"cat\" that can be read ("),
    ]

    @Test(arguments: cases)
    func theSourceIsRefusedWithItsPlace(_ example: Case) async throws {
        try await Workplace.with { place in
            for file in example.files { try place.write(file.content, to: file.name) }
            let source = String(example.files[0].name.prefix { $0 != "/" })
            let options = example.options.map { $0.replacing("FILE", with: place.path) }
            let (status, output, errors) = try await place.run(
                [Programs.server, "data", "prepare", place.file(source), "-o", place.file("out/x")] + options)
            #expect(status == .code(65), "\(errors)")
            #expect(output.isEmpty && !place.exists("out"))
            let place = place.file(example.file ?? source)
            #expect(errors.hasPrefix("ignd-ps: \(place)\(example.sentence)"), "\(errors)")
        }
    }

    /// Both classes are in the file, but the only row of the second is not for training.
    @Test func oneClassAmongTheTrainingRowsIsRefused() async throws {
        try await Workplace.with { place in
            let rows = try place.write(String(repeating: "1 1:1\n", count: 199) + "0 1:1\n", to: "r.libsvm")
            var refusals = 0
            for seed in 0..<6 {
                let (status, _, errors) = try await place.run(
                    [
                        Programs.server, "data", "prepare", rows, "-o", place.file("x-\(seed)"), "--split",
                        "0.5/0.25/0.25", "--seed", "\(seed)",
                    ])
                if status == .code(0) { continue }
                refusals += 1
                #expect(status == .code(65) && !place.exists("x-\(seed)"))
                #expect(
                    errors
                        == "ignd-ps: \(rows): the 100 training rows have one class only; both classes (0 and 1) are needed there\n"
                )
            }
            #expect(refusals > 0 && refusals < 6)
        }
    }

    @Test func greyAndFourInksAreTakenAndBrokenPicturesLeftOutWithACount() async throws {
        try await Workplace.with { place in
            try await NetworkExample.pictures.prepare(in: place)
            let whole = try NetworkExample.picture("colour")
            try place.write(whole.prefix(whole.count / 2), to: "pictures/cat/a-cut.jpg")
            try place.write("a dog", to: "pictures/dog/a-text.jpg")
            let (status, _, errors) = try await place.run(
                [
                    Programs.server, "data", "prepare", place.file("pictures"), "--size", "8x6", "-o",
                    place.file("again"),
                ])
            #expect(status == .code(0), "\(errors)")
            let pictures = place.file("pictures")
            #expect(errors.contains("warning: \(pictures)/cat/a-cut.jpg: is a broken JPEG: "))
            #expect(errors.contains("warning: \(pictures)/dog/a-text.jpg: is no JPEG file; it was left out"))
            #expect(errors.contains("warning: \(pictures): 2 files of 26 left out"))
            #expect(
                errors.contains(
                    "pictures of 8 × 6 with 3 channels; 19 training, 2 validation and 3 test rows"))
        }
    }

    @Test func emptyTextsAreCounted() async throws {
        try await Workplace.with { place in
            let lines = try place.write(
                BadDataTests.objects + "{\"text\": \"\", \"label\": 1}\n{\"text\": \" \", \"label\": 0}\n",
                to: "t.jsonl")
            let (status, _, errors) = try await place.run(
                [Programs.server, "data", "prepare", lines, "-o", place.file("x")] + BadDataTests.words)
            #expect(status == .code(0), "\(errors)")
            #expect(errors.contains("warning: \(lines): 2 texts have no known word"))
        }
    }

    // MARK: data fetch --from

    @Test func whatIsNotTheDataSetIsRefused() async throws {
        try await Workplace.with { place in
            let table = try place.write("MedInc,HouseAge\n1,2\n", to: "houses.csv")
            let archive = try place.write(Data([0x1F, 0x8B, 8, 0, 0, 0, 0]), to: "reviews.tar.gz")
            for (name, source) in [("california", table), ("imdb", archive), ("a9a", table)] {
                let (status, output, errors) = try await place.run(
                    [
                        Programs.server, "data", "fetch", name, "--from", source, "--to", place.file("data"),
                    ])
                #expect(status == .code(65) || status == .code(66), "\(name): \(errors)")
                #expect(output.isEmpty && errors.contains("ignd-ps: \(source)"), "\(errors)")
                let left = (try? FileManager.default.contentsOfDirectory(atPath: place.file("data"))) ?? []
                #expect(left.isEmpty, "\(name)")
            }
        }
    }

    // MARK: prepared:

    private func served(_ place: Workplace, _ data: String) async throws -> String {
        let sweep = NetworkExample.tokens.sweep().replacing("{prepared: data.safetensors}", with: data)
        try place.write(sweep, to: "sweep.yaml")
        let (status, _, errors) = try await place.run(
            [Programs.server, "--sweep", place.file("sweep.yaml"), "--run", place.file("run"), "--port", "0"])
        #expect(status == .code(65), "\(errors)")
        #expect(!place.exists("run"))
        return errors
    }

    @Test func aPreparedFileThatIsNotTheOneMeantIsRefused() async throws {
        try await Workplace.with { place in
            try await NetworkExample.tokens.prepare(in: place)
            let other = String(repeating: "0", count: 64)
            let errors = try await served(place, "{prepared: data.safetensors, sha256: \(other)}")
            #expect(
                errors.hasPrefix(
                    "ignd-ps: \(place.file("sweep.yaml")):4:46: task.data.sha256: the file has the SHA-256 "),
                "\(errors)")
        }
    }

    @Test func aPreparedFileThatIsCutOrHasATokenOutOfRangeIsRefused() async throws {
        try await Workplace.with { place in
            try await NetworkExample.tokens.prepare(in: place)
            let whole = try Data(contentsOf: URL(fileURLWithPath: place.file("data.safetensors")))
            let cut = try place.write(whole.prefix(whole.count - 5), to: "cut.safetensors")
            #expect(try await served(place, "{prepared: cut.safetensors}").hasPrefix("ignd-ps: \(cut): "))
            // The vocabulary has some 300 tokens; the metadata of the same length claim fewer.
            let text = try #require(whole.firstRange(of: Data("\"vocabulary\":\"2".utf8)))
            var smaller = whole
            smaller[text.upperBound - 1] = UInt8(ascii: "1")
            let range = try place.write(smaller, to: "range.safetensors")
            let errors = try await served(place, "{prepared: range.safetensors}")
            #expect(errors.hasPrefix("ignd-ps: \(range): the token "), "\(errors)")
            #expect(errors.contains("is not below the vocabulary of 1"))
        }
    }
}
