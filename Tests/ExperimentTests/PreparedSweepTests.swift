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
        #expect(task.input == .vector(width: 2) && task.trainingRows == 2 && specification.loss == .logistic)
        #expect(task.dataset == Digest(of: try directory.bytes(of: "vector.safetensors")).description)
        #expect(loaded.datasets.map(\.digest) == [task.dataset])
    }

    private struct Unsupervised: Error {}

    @Test func aLIBSVMFileIsPreparedWhereItIsNamed() throws {
        let lines = (0..<40).map { "\($0 % 2) \($0 % 3 + 1):1 \($0 % 5 + 4):0.5\n" }.joined()
        let file = try directory.save(lines, to: "rows.svm"),
            test = try directory.save("1 3:1\n0\n", to: "rows.t")
        func digests(_ data: String, _ loss: String = "") throws -> [String] {
            try SweepFile.parse(text(data, loss: loss), file: "s.yaml", directory: directory.path).datasets
                .map(\.digest)
        }
        #expect(
            try digests("{libsvm: rows.svm}") == [
                SparsePreparation(SparseRequest(file: file)).prepare().digest
            ])
        let request = SparseRequest(
            file: file, testFile: test, training: 0.6, validation: 0.2, seed: 3, indexBase: 0, loss: .squared,
            targetScale: .mean)
        let keys = "test: rows.t, split: {training: 0.6, validation: 0.2, test: 0.2, seed: 3}, index_base: 0"
        #expect(
            try digests("{libsvm: rows.svm, \(keys), target_scale: mean}", "loss: squared")
                == [SparsePreparation(request).prepare().digest])
        #expect(
            sentence("{libsvm: rows.svm, target: y}")
                == "s.yaml:3:28: task.data.target: unknown key; possible: libsvm, test, split, index_base, target_scale"
        )
        #expect(
            sentence("{libsvm: rows.svm, index_base: 2}").hasPrefix("s.yaml:3:40: task.data.index_base: "))
        #expect(sentence("{libsvm: none.svm}") == "none.svm: cannot be read; is the path right?")
    }

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
    }

    @Test func layersThatDoNotFitTheSamplesAreNamedWithTheirPlace() {
        func sentence(_ file: String, _ layers: String) -> String {
            let sweep = text("{prepared: \(file).safetensors}")
                .replacing("layers: [{dense: 1}]", with: "layers: \(layers)")
            return problem(sweep, directory: directory.path)
        }
        #expect(
            sentence("token", "[{dense: 1}]")
                == "s.yaml:5:12: task.layers[0]: dense takes numbers; put embedding and lstm before it")
        #expect(sentence("token", "[{embedding: 3}, {lstm: 2}, {dense: 1}]") == "no problem")
        #expect(
            sentence("picture", "[{dense: 1}]")
                == "s.yaml:5:12: task.layers[0]: dense takes numbers; put flatten before it")
        #expect(
            sentence("vector", "[{dense: 8}, relu, relu, {dense: 1}]")
                == "s.yaml:5:30: task.layers[2]: relu must stand behind a layer that learns, such as dense")
        #expect(
            sentence("picture", "[{conv2d: {channels: 2, kernel: 11}}, flatten, {dense: 1}]")
                .hasPrefix("s.yaml:5:12: task.layers[0]: conv2d of 11×11 does not fit on a picture of"))
        #expect(
            sentence("vector", "[{dens: 8}, {dense: 1}]")
                == "s.yaml:5:13: task.layers[0].dens: unknown key; did you mean \"dense\"?")
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
