import Core
import Experiment
import Protocol
import Testing

@Suite struct PicturePreparationTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Mean and standard deviation.
    private func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let squares = values.map { ($0 - mean) * ($0 - mean) }
        return (mean, (squares.reduce(0, +) / count).squareRoot())
    }

    private func golden(_ name: String) throws -> [UInt8] { try GoldenFile.bytes(name + ".jpg") }

    private func request(_ folder: String, fit: PictureFit = .squeeze) -> PictureRequest {
        PictureRequest(folder: folder, height: 12, width: 16, fit: fit, training: 0.5, validation: 0.25)
    }

    /// Two classes of four pictures each, and what a test adds or replaces.
    private func folder(_ more: [(name: String, bytes: [UInt8])] = []) throws -> String {
        var files: [(name: String, bytes: [UInt8])] = []
        for name in ["colour", "grey", "inks", "turned"] {
            files.append(("dog/\(name).jpg", try golden(name)))
            files.append(("cat/\(name).JPEG", try golden(name)))
        }
        return try directory.save(files + more, below: "pictures")
    }

    @Test func theTensorsHoldThePicturesInTheOrderOfTheirNames() throws {
        let data = try PicturePreparation(request(try folder())).prepare()
        #expect(data.shape == .picture(channels: 3, height: 12, width: 16))
        #expect(data.classes == ["cat", "dog"] && data.loss == .logistic && data.warnings.isEmpty)
        #expect([data.trainingRows, data.validationRows, data.testRows] == [4, 2, 2])
        #expect(try data.elements("y", of: Float.self) == [0, 0, 0, 0, 1, 1, 1, 1])
        guard case .picture(let preprocessing) = data.preprocessing else {
            Issue.record("the preprocessing is of another kind")
            return
        }
        let pictures = try data.elements("pictures", of: UInt8.self)
        let expected = try ["colour", "grey", "inks", "turned"].flatMap {
            try preprocessing.picture(of: golden($0))
        }
        #expect(pictures == expected + expected)
    }

    @Test func meanAndScaleAreThoseOfTheTrainingPictures() throws {
        let data = try PicturePreparation(request(try folder())).prepare()
        let pictures = try data.elements("pictures", of: UInt8.self)
        let split = try data.elements("split", of: UInt8.self)
        let means = try data.elements("channel_mean", of: Float.self)
        let scales = try data.elements("channel_scale", of: Float.self)
        let plane = 12 * 16
        for channel in 0..<3 {
            var values: [Double] = []
            for row in 0..<8 where split[row] == 0 {
                let start = (row * 3 + channel) * plane
                values += pictures[start..<start + plane].map { Double($0) }
            }
            let expected = moments(values)
            #expect(abs(Double(means[channel]) - expected.mean) < 1e-4)
            #expect(abs(Double(scales[channel]) - expected.deviation) < 1e-4)
        }
    }

    @Test func theSameFilesGiveTheSameBytes() throws {
        let folder = try folder([("cat/broken.jpg", [1, 2, 3])])
        let first = try PicturePreparation(request(folder)).prepare().digest
        #expect(try PicturePreparation(request(folder)).prepare().digest == first)
        #expect(try PicturePreparation(request(folder, fit: .crop)).prepare().digest != first)
    }

    @Test func theFoldersTrainValidationAndTestAreTheSplit() throws {
        let files = try ["train", "val", "test"].flatMap { part in
            try ["a", "b"].map { ("\(part)/\($0)/1.jpg", try golden("colour")) }
        }
        let data = try PicturePreparation(request(try directory.save(files, below: "parts"))).prepare()
        #expect(try data.elements("split", of: UInt8.self) == [0, 0, 1, 1, 2, 2])
        #expect(try data.elements("y", of: Float.self) == [0, 1, 0, 1, 0, 1])
    }

    // MARK: Bad input

    @Test func brokenFilesAreNamedAndLeftOut() throws {
        let colour = try golden("colour")
        var hollow = colour
        for place in colour.count / 2..<colour.count { hollow[place] = 0xFF }
        let data = try PicturePreparation(
            request(
                try folder([
                    ("cat/0-cut.jpg", Array(colour.prefix(colour.count / 2))), ("cat/0-empty.jpg", []),
                    ("cat/0-header.jpg", Array(colour.prefix(300))), ("dog/z-text.jpg", Array("a cat".utf8)),
                    ("dog/z-hollow.jpg", hollow), ("dog/readme.txt", Array("not looked at".utf8)),
                ]))
        ).prepare()
        let lines = data.warnings.map { $0.description.replacing(directory.path + "/pictures/", with: "") }
        try #require(lines.count == 6)
        #expect(lines[0].hasPrefix("cat/0-cut.jpg: is a broken JPEG: Premature end of JPEG file"))
        #expect(lines[1] == "cat/0-empty.jpg: is empty; it was left out")
        #expect(lines[2].hasPrefix("cat/0-header.jpg: is a JPEG that ends before its pixels"))
        #expect(lines[3].hasPrefix("dog/z-hollow.jpg: is a broken JPEG"))
        #expect(lines[4] == "dog/z-text.jpg: is no JPEG file; it was left out")
        #expect(lines[5].hasSuffix(": 5 files of 13 left out"))
        #expect(try data.elements("y", of: Float.self) == [0, 0, 0, 0, 1, 1, 1, 1])
        let clean = try PicturePreparation(request(try cleanFolder())).prepare()
        #expect(
            try data.elements("pictures", of: UInt8.self) == (try clean.elements("pictures", of: UInt8.self)))
    }

    private func cleanFolder() throws -> String {
        let files = try ["cat", "dog"].flatMap { kind in
            try ["colour", "grey", "inks", "turned"].map { ("\(kind)/\($0).jpg", try golden($0)) }
        }
        return try directory.save(files, below: "clean")
    }

    @Test func onlyTheFirstTenBrokenFilesAreNamed() throws {
        let broken = (10..<25).map { ("cat/0\($0).jpg", [UInt8($0)]) }
        let data = try PicturePreparation(request(try folder(broken))).prepare()
        #expect(data.warnings.count == 11)
        #expect(data.warnings.last?.description.hasSuffix("15 files of 23 left out") == true)
    }

    /// A header that claims 65,000 × 65,000 pixels.
    @Test func aGiantIsNotDecoded() throws {
        var giant = try golden("progressive")
        let frame = try #require(
            giant.indices.dropLast().first { giant[$0] == 0xFF && giant[$0 + 1] == 0xC2 })
        giant.replaceSubrange(frame + 5..<frame + 9, with: [0xFD, 0xE8, 0xFD, 0xE8])
        let data = try PicturePreparation(request(try folder([("cat/0.jpg", giant)]))).prepare()
        #expect(data.warnings.first?.description.contains("claims 65000 × 65000 pixels") == true)
    }

    @Test func nothingThatIsCutOrChangedIsACrash() throws {
        for name in ["colour", "inks", "progressive", "turned"] {
            let file = try golden(name)
            let preprocessing = PicturePreprocessing(
                channels: 3, height: 8, width: 8, fit: .crop, mean: [], scale: [])
            for count in stride(from: 0, to: file.count, by: 7) {
                _ = try? preprocessing.picture(of: Array(file.prefix(count)))
                var changed = file
                changed[count] ^= 0xFF
                _ = try? preprocessing.picture(of: changed)
            }
        }
    }

    @Test func twoClassesWithPicturesAreNeeded() throws {
        let colour = try golden("colour")
        func problem(_ files: [(name: String, bytes: [UInt8])], _ root: String) -> String? {
            directory.problem {
                _ = try PicturePreparation(request(try directory.save(files, below: root))).prepare()
            }
        }
        #expect(
            problem([("cat/1.jpg", colour)], "one")
                == "one: has 1 class (cat); two folders are needed, one a class")
        #expect(
            problem([("a/1.jpg", colour), ("b/1.jpg", colour), ("c/1.jpg", colour)], "three")
                == "three: has 3 classes (a, b, c); two folders are needed, one a class")
        #expect(
            problem([("a/1.jpg", colour), ("b/1.png", colour)], "png")
                == "png/b: has no file ending in .jpg or .jpeg")
        #expect(
            problem([("a/1.jpg", colour), ("b/1.jpg", [])], "broken")
                == "broken: has no picture of \"b\" that can be read (broken/b/1.jpg: is empty; it was left out)"
        )
        #expect(
            problem([("a/1.jpg", colour), ("b/1.jpg", colour)], "few")?.contains("the split leaves no row")
                == true)
        #expect(
            problem(
                [("train/a/1.jpg", colour), ("train/b/1.jpg", colour), ("test/c/1.jpg", colour)], "other")
                == "other/test/c: is a class that does not occur in other/train")
        #expect(
            problem([("test/a/1.jpg", colour)], "untrained")
                == "untrained/test: is there, but no folder train beside it")
        #expect(directory.problem { _ = try PicturePreparation(request(directory.file("nowhere"))) } != nil)
    }

    // MARK: The real pictures

    /// 100 photographs as cameras made them: IGND_CATS_DOGS=FOLDER with Cat and Dog in it.
    @Test(.enabled(if: environment("IGND_CATS_DOGS") != nil)) func photographsBecomePictures() throws {
        let request = PictureRequest(folder: environment("IGND_CATS_DOGS")!)
        let data = try PicturePreparation(request).prepare()
        #expect(data.shape == .picture(channels: 3, height: 64, width: 64))
        #expect(data.classes == ["Cat", "Dog"])
        for mean in try data.elements("channel_mean", of: Float.self) { #expect((90..<140).contains(mean)) }
        for scale in try data.elements("channel_scale", of: Float.self) { #expect((55..<75).contains(scale)) }
    }
}
