/// Extents of a picture or of feature maps, stored [channels, height, width].
package struct PictureShape: Sendable, Equatable {
    package var channels: Int
    package var height: Int
    package var width: Int

    package init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    package var count: Int { channels * height * width }
}
