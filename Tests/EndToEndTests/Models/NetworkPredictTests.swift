import Foundation
import Testing

/// `ignd-ps predict` for models of every kind of layer and samples of every kind.
@Suite struct NetworkPredictTests {
    private static let model = "run/models/SGD.safetensors"

    /// A model that one local worker has trained.
    private func withModel(
        _ example: NetworkExample, _ body: (Workplace) async throws -> Void
    ) async throws {
        try await Workplace.with { place in
            try await example.prepare(in: place)
            try place.write(example.sweep(optimizers: "[sgd]"), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--local-workers", "1"])
            #expect(try await server.process.end() == .code(0))
            try await body(place)
        }
    }

    private func predict(_ place: Workplace, _ source: String) async throws -> (
        status: ExitStatus, output: String, errors: String
    ) {
        try await place.predict(
            NetworkPredictTests.model, source, options: ["--ranks", place.file("small.tiktoken")])
    }

    /// The last cells of the lines below the header.
    private func values(_ place: Workplace, _ source: String) async throws -> [Double] {
        let (status, output, errors) = try await predict(place, source)
        #expect(status == .code(0), "\(errors)")
        return output.split(separator: "\n").dropFirst().compactMap { line in
            line.split(separator: ",").last.flatMap { Double($0) }
        }
    }

    /// The file read by the reference implementation of the format, the forward pass written in numpy.
    @Test(.enabled(if: NumpyReader.isThere), arguments: NetworkExample.allCases)
    func numpyRecomputesTheSameNumbers(_ example: NetworkExample) async throws {
        try await withModel(example) { place in
            let (status, output, errors) = try await place.run(
                [
                    NumpyReader.python, "-c", NumpyNetwork.script, place.file(NetworkPredictTests.model),
                    place.file("data.safetensors"),
                ])
            #expect(status == .code(0), "\(errors)")
            let theirs = NumpyReader.numbers(output)
            var ours: [Double] = []
            for source in example.sources { ours += try await values(place, source) }
            try #require(ours.count == theirs.count && ours.count >= 24)
            #expect(Set(ours).count >= 5, "samples that differ are told apart")
            for (left, right) in zip(ours, theirs) { #expect(abs(left - right) <= 1e-5) }
        }
    }

    @Test func aPictureAloneHasTheNumberThatItHasInItsFolder() async throws {
        try await withModel(.pictures) { place in
            let folder = try await predict(place, "pictures/dog")
            let lines = folder.output.split(separator: "\n")
            #expect(lines.count == 13 && lines[0] == "file,probability")
            #expect(lines[1].hasPrefix("0-large.jpg,") && lines[12].hasPrefix("3-turned.jpg,"))
            let alone = try await predict(place, "pictures/dog/3-turned.jpg")
            #expect(alone.output == "probability\n\(lines[12].split(separator: ",")[1])\n")
            try place.write(try NetworkExample.picture("grey").prefix(400), to: "new/a, b.jpg")
            let broken = try await predict(place, "new")
            #expect(broken.status == .code(65) && broken.output.isEmpty)
            #expect(broken.errors.hasPrefix("ignd-ps: \(place.file("new/a, b.jpg")): is a "))
            try place.write(try NetworkExample.picture("grey"), to: "new/a, b.jpg")
            let quoted = try await predict(place, "new")
            #expect(quoted.status == .code(0), "\(quoted.errors)")
            #expect(quoted.output.hasPrefix("file,probability\n\"a, b.jpg\",0."))
        }
    }

    @Test func foldersInAFolderAreEntered() async throws {
        try await withModel(.pictures) { place in
            let dogs = try await predict(place, "pictures/dog").output.split(separator: "\n").dropFirst()
            try place.write("no picture", to: "pictures/.hidden/x.jpg")
            let all = try await predict(place, "pictures").output.split(separator: "\n").dropFirst()
            #expect(all.count > dogs.count)
            #expect(all.filter { $0.hasPrefix("dog/") } == dogs.map { "dog/" + $0 })
        }
    }

    @Test func aTextHasTheSameNumberInEveryKindOfFile() async throws {
        try await withModel(.tokens) { place in
            try place.write("{\"text\": \" the plot bad\"}\n{\"text\": \" good film\"}\n", to: "new.jsonl")
            try place.write("id,text\n1,\" the plot bad\"\n2,\" good film\"\n", to: "new.csv")
            try place.write(" the plot bad", to: "folder/1.txt")
            try place.write(" good film", to: "folder/2.txt")
            let lines = try await values(place, "new.jsonl")
            #expect(lines.count == 2 && lines[0] != lines[1])
            #expect(try await values(place, "new.csv") == lines)
            #expect(try await values(place, "folder") == lines)
            #expect(try await predict(place, "folder").output.hasPrefix("file,probability\n1.txt,"))
            #expect(try await values(place, "folder/2.txt") == [lines[1]])
        }
    }

    @Test func textsThatCannotBeReadAreNamed() async throws {
        try await withModel(.tokens) { place in
            let latin = try place.write(Data("a\nb".utf8) + [0xE9], to: "latin.txt")
            let wrong = try await predict(place, "latin.txt")
            #expect(wrong.status == .code(65) && wrong.output.isEmpty)
            #expect(wrong.errors.hasPrefix("ignd-ps: \(latin):2: is not UTF-8 text; convert the file"))
            let lines = try place.write("{\"text\": \"a\"}\n{\"txt\": \"b\"}\n", to: "new.jsonl")
            let unnamed = try await predict(place, "new.jsonl")
            #expect(unnamed.errors == "ignd-ps: \(lines):2: has no \"text\"; did you mean \"txt\"?\n")
            let ranks = try place.write("YQ== 0\n", to: "other.tiktoken")
            let other = try await place.predict(
                NetworkPredictTests.model, "texts.jsonl", options: ["--ranks", ranks])
            #expect(other.status == .code(65))
            #expect(
                other.errors.hasPrefix("ignd-ps: \(ranks): is not the file of ranks of small: its SHA-256 is")
            )
        }
    }

    @Test func aBagOfWordsTakesNewTexts() async throws {
        try await Workplace.with { place in
            try await NetworkExample.tokens.prepare(in: place)
            let prepared = try await place.run(
                [
                    Programs.server, "data", "prepare", place.file("texts.jsonl"), "--kind", "words",
                    "--minimum-texts", "2", "-o", place.file("data.safetensors"),
                ])
            #expect(prepared.status == .code(0), "\(prepared.errors)")
            try place.write(
                NetworkExample.sparseLinear.sweep(optimizers: "[ignd]", epochs: 4), to: "sweep.yaml")
            try await place.runSerially("sweep.yaml", run: "run")
            try place.write("a good film", to: "new/x.txt")
            try place.write("a bad film", to: "new/y.txt")
            let model = "run/models/IGND.safetensors"
            let (status, output, errors) = try await place.predict(model, "new")
            #expect(status == .code(0), "\(errors)")
            let cells = output.split(separator: "\n").map { $0.split(separator: ",") }
            #expect(cells.map { $0[0] } == ["file", "x.txt", "y.txt"])
            let values = cells.dropFirst().compactMap { Double($0[1]) }
            #expect(values.count == 2 && values[0] < 0.5 && values[1] > 0.5, "class 1 is bad: \(values)")
        }
    }

    @Test func aFolderOfTablesIsRefused() async throws {
        try await withModel(.sparseLinear) { place in
            let (status, _, errors) = try await predict(place, "logs")
            #expect(status == .code(65))
            #expect(
                errors == "ignd-ps: \(place.file("logs")): is a folder; the model learnt from a LIBSVM file\n"
            )
        }
    }
}
