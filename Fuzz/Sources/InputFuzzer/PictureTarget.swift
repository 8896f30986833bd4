@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// A file is a picture of the wanted size, always the same, or it is said why not. The seeds are in the corpus.
    static let picture = FuzzTarget("picture", seeds: { [[0xFF, 0xD8, 0xFF, 0xE0]] }) { bytes in
        let file = Array(bytes)
        for (channels, fit) in [(3, PictureFit.crop), (1, .squeeze)] {
            let wanted = PicturePreprocessing(
                channels: channels, height: 5, width: 7, fit: fit, mean: [], scale: [])
            do {
                let picture = try wanted.picture(of: file)
                demand(picture.count == channels * 35, "a picture of another size")
                demand(try wanted.picture(of: file) == picture, "another picture at the second time")
            } catch let error as PictureFault {
                demand(!error.description.isEmpty, "a fault without words")
            }
        }
    }
}
