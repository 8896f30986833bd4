import Core
import Experiment
import Protocol
import Testing

/// `data: {prepared: FILE}` of a sweep file.
@Suite struct PreparedSweepTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for (name, fixture) in DatasetFixture.all {
            try directory.write(fixture.file, to: name + ".safetensors")
        }
    }

    private func text(_ data: String, loss: String = "") -> String {
        """
        task:
          kind: supervised
          data: \(data)
          epochs: 1
          layers: [{dense: 1}]
          \(loss)
        optimizer: ignd
        learning_rate: 0.1
        """
    }

    private func sentence(_ data: String, loss: String = "") -> String {
        problem(text(data, loss: loss), directory: directory.path)
            .replacing(directory.path + "/", with: "")
    }

    @Test func theFileSaysShapeAndLoss() throws {
        let loaded = try SweepFile.parse(
            text("{prepared: vector.safetensors}"), file: "s.yaml", directory: directory.path)
        let specification = loaded.sweep.trials[0].specification
        guard case .supervised(let task) = specification.task else { throw Unsupervised() }
        #expect(task.inputs == 2 && task.trainingRows == 2 && specification.loss == .logistic)
        #expect(task.dataset == Digest(of: try directory.bytes(of: "vector.safetensors")).description)
        #expect(loaded.datasets.map(\.digest) == [task.dataset])
    }

    private struct Unsupervised: Error {}

    @Test func theDigestIsChecked() throws {
        let digest = Digest(of: try directory.bytes(of: "vector.safetensors")).description
        #expect(sentence("{prepared: vector.safetensors, sha256: \(digest)}") == "no problem")
        #expect(
            sentence("{prepared: vector.safetensors, sha256: abc}")
                == "s.yaml:3:48: task.data.sha256: the file has the SHA-256 \(digest), not abc; "
                + "prepare it again, or correct the key")
    }

    @Test func mistakesAreNamedWithTheirPlace() {
        #expect(
            sentence("{prepared: vector.safetensors, target: y}")
                == "s.yaml:3:40: task.data.target: unknown key; possible: prepared, sha256")
        #expect(
            sentence("{prepared: vector.safetensors}", loss: "loss: squared")
                == "s.yaml:6:9: task.loss: the data set was prepared for the logistic loss; leave the key out"
        )
        #expect(sentence("{prepared: vector.safetensors}", loss: "loss: logistic") == "no problem")
        #expect(sentence("{prepared: none.safetensors}").hasPrefix("none.safetensors: cannot be read"))
        #expect(
            sentence("{prepared: token.safetensors}")
                == "s.yaml:3:9: task.data: the file has sequences of tokens out of 10; there are no layers for them yet"
        )
    }

    @Test func aFileWithoutMetadataLeavesTheLossToTheSweep() throws {
        var fixture = DatasetFixture.vector
        fixture.metadata = [:]
        try directory.write(fixture.file, to: "plain")
        #expect(sentence("{prepared: plain}", loss: "loss: logistic") == "no problem")
        fixture.tensors["y"] = DatasetFixture.floats([1, 2, 3, 4])
        try directory.write(fixture.file, to: "plain")
        #expect(sentence("{prepared: plain}") == "no problem")
        #expect(
            sentence("{prepared: plain}", loss: "loss: logistic")
                == "s.yaml:6:9: task.loss: the logistic loss needs targets 0 and 1, and the file has others")
    }

    @Test func everyPartOfTheSplitNeedsARow() throws {
        var fixture = DatasetFixture.vector
        fixture.tensors["split"] = DatasetFixture.tensor([0, 0, 0, 2] as [UInt8], .uint8)
        try directory.write(fixture.file, to: "f")
        #expect(sentence("{prepared: f}").hasPrefix("f: the split leaves no row for validation"))
    }
}
