import Foundation

/// Models of every kind of layer, on data that are made here and prepared by the program.
enum NetworkExample: String, CaseIterable, Sendable {
    /// A convolution network.
    case pictures
    /// An embedding and an LSTM.
    case tokens
    /// A linear model on sparse rows.
    case sparseLinear
    /// A network with hidden units on sparse rows.
    case sparseStack

    private var layers: String {
        switch self {
        case .pictures:
            return "[{conv2d: {channels: 3, padding: 1}}, relu, {max_pool: 2}, "
                + "{conv2d: {channels: 2, kernel: 2, stride: 2}}, tanh, flatten, {dense: 4}, sigmoid, {dense: 1}]"
        case .tokens: return "[{embedding: 4}, {lstm: 3}, {dense: 1}]"
        case .sparseLinear: return "[{dense: 1}]"
        case .sparseStack: return "[{dense: 3}, relu, {dense: 1}]"
        }
    }

    /// A sweep on `data.safetensors` beside its file.
    func sweep(
        optimizers: String = "[sgd, adam]", mode: String = "{async: {workers: 1}}",
        chunk: String = "{kind: local, samples: 8}", epochs: Int = 2
    ) -> String {
        """
        name: network
        task:
          kind: supervised
          data: {prepared: data.safetensors}
          layers: \(layers)
          epochs: \(epochs)
        chunk: \(chunk)
        mode: \(mode)
        parameters: {optimizer: {values: \(optimizers)}, learning_rate: {value: 0.02}}

        """
    }

    /// What new samples may be: the sources in the order of the prepared file.
    var sources: [String] {
        switch self {
        case .pictures: return ["pictures/cat", "pictures/dog"]
        case .tokens: return ["texts.jsonl"]
        case .sparseLinear, .sparseStack: return ["rows.libsvm"]
        }
    }

    private var options: [String] {
        switch self {
        case .pictures: return ["--size", "8x6"]
        case .tokens: return ["--kind", "tokens", "--limit", "12"]
        case .sparseLinear, .sparseStack: return []
        }
    }

    /// Makes the sources and `data.safetensors`.
    func prepare(in place: Workplace) async throws {
        switch self {
        case .pictures: try NetworkExample.writePictures(place)
        case .tokens: try NetworkExample.writeTexts(place)
        case .sparseLinear, .sparseStack: try place.write(NetworkExample.rows, to: "rows.libsvm")
        }
        let source = sources[0].split(separator: "/").first.map(String.init) ?? sources[0]
        var options = self.options
        if self == .tokens { options += ["--ranks", place.file("small.tiktoken")] }
        let (status, _, errors) = try await place.run(
            [Programs.server, "data", "prepare", place.file(source), "-o", place.file("data.safetensors")]
                + options)
        guard status == .code(0) else { throw Unexpected("prepare ended with \(status): \(errors)") }
    }

    // MARK: Sources

    /// Pictures of the preparation's tests: colour, grey, with four inks, lying on their sides.
    static func picture(_ name: String) throws -> Data {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Data(contentsOf: tests.appendingPathComponent("ExperimentTests/Golden/\(name).jpg"))
    }

    private static func writePictures(_ place: Workplace) throws {
        let classes = ["cat": ["colour", "grey", "inks"], "dog": ["large", "progressive", "turned"]]
        for (folder, names) in classes {
            for copy in 0..<4 {
                for name in names {
                    try place.write(try picture(name), to: "pictures/\(folder)/\(copy)-\(name).jpg")
                }
            }
        }
    }

    /// Every byte is a token, and so are some words; the last text is empty.
    private static func writeTexts(_ place: Workplace) throws {
        let words = [" good", " bad", " film", " plot", " the", " a"]
        let tokens = (UInt8.min...UInt8.max).map { [$0] } + words.map { Array($0.utf8) }
        // A word is a token only if merging leads to it: all its beginnings are tokens as well.
        var all = tokens.prefix(256).map { $0 }
        for word in tokens.dropFirst(256) {
            for length in 2...word.count where !all.contains(Array(word.prefix(length))) {
                all.append(Array(word.prefix(length)))
            }
        }
        let ranks = all.enumerated().map { "\(Data($1).base64EncodedString()) \($0)\n" }
        try place.write(ranks.joined(), to: "small.tiktoken")
        var random = SeededNumbers(seed: 11)
        var lines = (0..<39).map { number in
            let others = (0..<2 + number % 9).map { _ in words[2 + Int(random.fraction() * 4)] }
            return #"{"text": "\#(others.joined())\#(words[number % 2])", "label": \#(number % 2)}"#
        }
        lines.append(#"{"text": "", "label": 1}"#)
        try place.write(lines.joined(separator: "\n") + "\n", to: "texts.jsonl")
    }

    /// 60 rows of 40 columns; one is empty.
    private static var rows: String {
        var random = SeededNumbers(seed: 12)
        let lines = (0..<60).map { number in
            let columns = (2...40).filter { _ in random.fraction() < 0.15 }
            let own = number % 2 == 0 ? ["1:1"] : []
            let others = columns.map { "\($0):\(random.fraction())" }
            return number == 30
                ? "+1" : (["\(number % 2 == 0 ? "+1" : "-1")"] + own + others).joined(separator: " ")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
