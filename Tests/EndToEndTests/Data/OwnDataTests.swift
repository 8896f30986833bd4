import Foundation
import Testing

/// `ignd-ps data prepare` and `describe`, and a sweep on what they made.
@Suite struct OwnDataTests {
    /// The class is whether the first feature is there.
    private static let rows = (0..<60).map { row in
        row % 2 == 0 ? "+1 1:1 \(row % 7 + 3):0.5" : "-1 2:1 \(row % 7 + 3):0.5"
    }.joined(separator: "\n")

    private static let sweep = """
        task: {kind: supervised, data: {prepared: own.safetensors}, epochs: 3}
        chunk: {kind: local, samples: 20}
        optimizer: ignd
        learning_rate: 0.5
        """

    /// Prepares the rows and learns from them.
    private func withModel(_ body: (Workplace, String) async throws -> Void) async throws {
        try await Workplace.with { place in
            let source = try place.write(OwnDataTests.rows, to: "rows.libsvm")
            try place.write(OwnDataTests.sweep, to: "sweep.yaml")
            let prepared = try await place.run(
                [Programs.server, "data", "prepare", source, "-o", place.file("own.safetensors")])
            #expect(prepared.status == .code(0), "\(prepared.errors)")
            #expect(prepared.output == place.file("own.safetensors") + "\n")
            #expect(prepared.errors.contains("48 training, 6 validation and 6 test rows"))
            try await place.runSerially("sweep.yaml", run: "run")
            let model = try #require(try place.models(of: "run").keys.first)
            try await body(place, "run/models/" + model)
        }
    }

    @Test func sparseRowsArePreparedLearntAndPredicted() async throws {
        try await withModel { place, model in
            let described = try await place.run(
                [Programs.server, "data", "describe", place.file("own.safetensors")])
            #expect(described.status == .code(0) && described.output.contains("sparse rows of 9 columns"))
            let (status, output, errors) = try await place.predict(model, "rows.libsvm")
            #expect(status == .code(0), "\(errors)")
            let values = output.split(separator: "\n").dropFirst().compactMap { Double($0) }
            #expect(values.count == 60)
            #expect(values.enumerated().allSatisfy { ($0.offset % 2 == 0) == ($0.element > 0.5) })
        }
    }

    @Test func rowsThatAModelDoesNotKnowAreRefused() async throws {
        try await withModel { place, model in
            let new = try place.write("0 1:1\n0 12:1\n", to: "new.libsvm")
            let (status, output, errors) = try await place.predict(model, "new.libsvm")
            #expect(status == .code(65) && output.isEmpty)
            #expect(
                errors == "ignd-ps: \(new):2: the index 12 is unknown to the model, which knows 1 to 9\n")
        }
    }

    @Test func nothingHalfWrittenStaysBehind() async throws {
        try await Workplace.with { place in
            let source = try place.write(
                "a,b\n1,2\n2,oops\n" + String(repeating: "3,4\n", count: 20), to: "t.csv")
            let (status, output, errors) = try await place.run(
                [
                    Programs.server, "data", "prepare", source, "--target", "b", "-o",
                    place.file("t.safetensors"),
                ])
            #expect(status == .code(65) && output.isEmpty)
            #expect(errors.hasPrefix("ignd-ps: \(source):3: column \"b\": \"oops\" is not a number"))
            #expect(!place.exists("t.safetensors") && !place.exists("t.safetensors.new"))
        }
    }
}
