internal import Core

/// Pictures: the scaling of their channels.
struct PictureDescription {
    let file: DatasetFile

    func text() -> String {
        guard case .picture(let channels, _, _) = file.shape else { return "" }
        let mean = file.numbers("channel_mean", 0..<channels)
        let scale = file.numbers("channel_scale", 0..<channels)
        var table = TextTable(titles: ["channel", "mean", "scale"])
        for channel in 0..<channels {
            table.add(["\(channel)", NumberText.rounded(mean[channel]), NumberText.rounded(scale[channel])])
        }
        return table.text + "of values from 0 to 255\n"
    }
}
