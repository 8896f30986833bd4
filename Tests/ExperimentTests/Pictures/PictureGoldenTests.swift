import Experiment
import Testing

/// Pictures against Pillow's (Golden/make_pictures.py).
@Suite struct PictureGoldenTests {
    struct Case: Decodable {
        let file: String
        let channels: Int
        let height: Int
        let width: Int
        let fit: PictureFit
        let orientation: UInt8
        let bytes: [Int]
    }

    private static let cases = (try? GoldenFile.decode([Case].self, from: "pictures.json")) ?? []

    private func differences(_ golden: Case, _ file: [UInt8]) throws -> [Int] {
        let preprocessing = PicturePreprocessing(
            channels: golden.channels, height: golden.height, width: golden.width, fit: golden.fit, mean: [],
            scale: [])
        let picture = try preprocessing.picture(of: file)
        return zip(picture, golden.bytes).map { abs(Int($0) - $1) }
    }

    @Test func thereAreCases() { #expect(PictureGoldenTests.cases.count == 18) }

    /// Colour, grey, inks, progressive, turned by every orientation; squeezed, cropped, enlarged.
    @Test(arguments: cases) func aPictureIsWhatPillowMakesOfIt(golden: Case) throws {
        var file = try GoldenFile.bytes(golden.file)
        if golden.file == "turned.jpg" { try ExifPatch.set(golden.orientation, in: &file) }
        let differences = try differences(golden, file)
        #expect(differences.count == golden.bytes.count)
        let mean = Double(differences.reduce(0, +)) / Double(differences.count)
        // The filter's ends lie otherwise at the border; a reduced picture was averaged by its decoder first.
        let isReduced = golden.file == "large.jpg"
        #expect(mean < (isReduced ? 2 : 1))
        #expect((differences.max() ?? 255) <= (isReduced ? 24 : 12))
    }
}
