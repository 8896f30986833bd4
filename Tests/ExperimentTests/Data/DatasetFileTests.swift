import Core
import Experiment
import Testing

/// What a prepared file must hold, in every format.
@Suite struct DatasetFileTests {
    private func problem(_ fixture: DatasetFixture) -> String? {
        do {
            _ = try DatasetFile(fixture.bytes, name: "f")
            return nil
        } catch {
            return (error as? InputError)?.description
        }
    }

    private func problem(
        _ name: String, _ tensors: [String: Dataset.Tensor?] = [:], _ metadata: [String: String?] = [:]
    ) -> String? {
        var fixture = DatasetFixture.all[name]!
        for (key, tensor) in tensors { fixture.tensors[key] = tensor }
        for (key, text) in metadata { fixture.metadata[key] = text }
        return problem(fixture)
    }

    @Test func everyFormatGivesItsShape() throws {
        let shapes = try DatasetFixture.all.mapValues { try DatasetFile($0.bytes).shape }
        #expect(
            shapes == [
                "vector": .vector(width: 2), "sparse": .sparse(columns: 5),
                "picture": .picture(channels: 3, height: 2, width: 2), "token": .tokens(vocabulary: 10),
            ])
        let dataset = try DatasetFile.open(DatasetFixture.token.bytes)
        #expect(dataset["tokens"]?.payload.elements(of: UInt32.self) == [0, 9, 3, 3, 1, 2])
    }

    @Test func aFileWithoutMetadataHasInputsTargetsAndParts() throws {
        var fixture = DatasetFixture.vector
        fixture.metadata = [:]
        let file = try DatasetFile(fixture.bytes)
        #expect(file.shape == .vector(width: 2) && file.metadata.loss == nil && file.hasClasses)
        fixture.tensors["y"] = DatasetFixture.floats([0, 1, 2, 0])
        #expect(try !DatasetFile(fixture.bytes).hasClasses)
    }

    /// Opening copies nothing: the tensors lie in the bytes of the file.
    @Test func theTensorsAreViews() throws {
        let bytes = DatasetFixture.picture.bytes
        let tensor = try #require(try DatasetFile.open(bytes)["pictures"])
        withExtendedLifetime((bytes, tensor)) {
            let start = bytes.bytes.baseAddress!
            #expect((start..<(start + bytes.count)).contains(tensor.payload.bytes.baseAddress!))
        }
    }

    @Test func aScaleThatIsNextToNothingMakesNoInputs() {
        let tiny = DatasetFixture.floats([1, 1, .leastNonzeroMagnitude])
        #expect(
            problem("picture", ["channel_scale": tiny])
                == "f: channel_mean and channel_scale make inputs that are not finite")
    }

    typealias Fixture = DatasetFixture

    @Test func whatDoesNotFitIsSaid() {
        func check(_ found: String?, _ expected: String, line: Int = #line) {
            #expect(found == "f: " + expected, "line \(line)")
        }
        check(
            problem("vector", [:], ["format": "ignd-datset-1"]),
            "has the unknown format \"ignd-datset-1\"; did you mean \"ignd-dataset-1\"?")
        check(problem("vector", ["X": Dataset.Tensor?.none]), "has no tensor \"X\"")
        check(
            problem("vector", ["X": Fixture.floats([1, .nan, 3, 4, 5, 6, 7, 8], shape: [4, 2])]),
            "X is not finite in row 0, column 1 (from 0)")
        check(
            problem("vector", ["X": Fixture.floats([], shape: [0, 2])]),
            "has 0 rows; 1 to 2147483647 can be used")
        check(problem("vector", ["X": Fixture.floats([], shape: [4, 0])]), "X has no columns")
        check(
            problem("vector", ["y": Fixture.floats([0, 1, 1])]), "y has the shape [3]; [4] is needed")
        check(
            problem("vector", ["y": Fixture.floats([0, 1, 0.5, 0])]),
            "the target of row 2 is neither 0 nor 1, as the logistic loss needs")
        check(
            problem(
                "vector", ["y": Fixture.floats([0, 1, .infinity, 0])], ["loss": "squared", "classes": "[]"]),
            "y is not finite in row 2 (from 0)")
        check(
            problem("vector", ["y": Fixture.tensor([0, 1, 1, 0] as [Double], .float64)]),
            "X and y must both be float32 or both float64")
        check(
            problem("vector", ["split": Fixture.tensor([0, 1, 2, 3] as [UInt8], .uint8)]),
            "split has a value other than 0, 1 and 2 in row 3")
        check(
            problem("vector", ["split": Fixture.floats([0, 1, 2, 0])]), "split is float32; uint8 is needed")
        check(
            problem("vector", [:], ["loss": "hinge"]),
            "metadata \"loss\" is \"hinge\"; squared or logistic is needed")
        check(
            problem("vector", [:], ["target_scale": "nan"]),
            "metadata \"target_scale\" is \"nan\"; a number above 0 is needed")
        check(
            problem("vector", [:], ["classes": #"["a"]"#]),
            "has 1 classes; two are needed, or none for numbers")
        check(
            problem("vector", [:], ["preprocessing": #"{"kind":"magic"}"#]),
            "has a preprocessing that this version cannot read")
    }

    @Test func sparseRowsAscendBelowTheirColumns() {
        func indices(_ values: [UInt32]) -> String? {
            problem("sparse", ["column_indices": Fixture.tensor(values, .uint32)])
        }
        #expect(
            indices([0, 5, 1, 2, 3]) == "f: column_indices of row 0 do not ascend, or are not all below 5")
        #expect(
            indices([0, 4, 1, 3, 3]) == "f: column_indices of row 3 do not ascend, or are not all below 5")
        #expect(indices([0, 4, 1, 3]) == "f: column_indices has the shape [4]; [5] is needed")
        for offsets in [[0, 2, 1, 3, 5], [1, 2, 2, 3, 5], [0, 2, 2, 3, 6], [0, -1, 2, 3, 5]] as [[Int64]] {
            #expect(
                problem("sparse", ["row_offsets": Fixture.tensor(offsets, .int64)])
                    == "f: row_offsets do not ascend from 0 to 5")
        }
        #expect(
            problem("sparse", [:], ["columns": Optional<String>.none])
                == "f: metadata \"columns\" is missing; a whole number from 1 on is needed")
        #expect(
            problem("sparse", [:], ["columns": "5e9"])
                == "f: metadata \"columns\" is \"5e9\"; a whole number from 1 on is needed")
    }

    @Test func picturesAndTokensAreInRange() {
        #expect(
            problem("picture", ["channel_scale": Fixture.floats([1, 0, 3])])
                == "f: channel_scale must be above 0 for every channel")
        #expect(
            problem("picture", ["channel_mean": Fixture.floats([1, 0])])
                == "f: channel_mean has the shape [2]; [3] is needed")
        #expect(
            problem("picture", ["pictures": Fixture.tensor([UInt8](0..<48), .uint8, shape: [4, 12])])
                == "f: pictures has the shape [4, 12]; 4 dimensions are needed")
        #expect(
            problem("token", ["tokens": Fixture.tensor([0, 9, 3, 10, 1, 2] as [UInt32], .uint32)])
                == "f: the token 10 at place 3 is not below the vocabulary of 10")
        #expect(
            problem("token", ["token_offsets": Fixture.tensor([0, 2, 3, 5, 7] as [Int64], .int64)])
                == "f: token_offsets do not ascend from 0 to 6")
    }

    @Test(arguments: ["vector", "sparse", "picture", "token"])
    func aFileCutAtAnyByteIsAnError(_ name: String) {
        let bytes = DatasetFixture.all[name]!.file
        for count in 0..<bytes.count {
            #expect(throws: InputError.self, "\(count) bytes") {
                try PreparedDataset(Payload(copying: bytes.prefix(count)), name: "f")
            }
        }
    }

    @Test(arguments: ["vector", "sparse", "picture", "token"])
    func flippedBytesNeverCrash(_ name: String) {
        let whole = DatasetFixture.all[name]!.file
        var random = RandomStream(seed: 4, purpose: .test)
        for _ in 0..<1_000 {
            var bytes = whole
            for _ in 0...random.integer(below: 3) {
                bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
            }
            do {
                _ = try PreparedDataset(Payload(copying: bytes), name: "f")
            } catch {
                #expect(error is InputError)
            }
        }
    }
}
