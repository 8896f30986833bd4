/// How a file becomes a picture of a data set, and its bytes inputs of a model: stored with the model.
package struct PicturePreprocessing: Codable, Equatable, Sendable {
    /// 3 (red, green, blue) or 1 (grey).
    package var channels: Int
    package var height: Int
    package var width: Int
    package var fit: PictureFit
    /// By channel, in units of 0…255, over the training pictures: an input is (byte − mean) / scale.
    package var mean: [Float]
    package var scale: [Float]

    package init(
        channels: Int, height: Int, width: Int, fit: PictureFit, mean: [Float], scale: [Float]
    ) {
        self.channels = channels
        self.height = height
        self.width = width
        self.fit = fit
        self.mean = mean
        self.scale = scale
    }

    /// Bytes of a picture: [channels, height, width].
    package var byteCount: Int { channels * height * width }

    /// The bytes [channels, height, width] of the picture in a file.
    package func picture(of file: [UInt8]) throws(PictureFault) -> [UInt8] {
        var picture = [UInt8](repeating: 0, count: byteCount)
        try PictureReader(channels: channels, height: height, width: width, fit: fit)
            .read(file, into: &picture)
        return picture
    }
}
