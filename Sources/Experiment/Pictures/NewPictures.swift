internal import Core

/// Pictures that a model has not seen: a file, or all files in a folder and the folders in it (in the order of their
/// paths' bytes).
struct NewPictures {
    /// Their paths.
    let files: [String]
    /// The files' paths below the folder, if it is one.
    let names: [String]?

    init(path: String) throws {
        guard FileKind(path) == .folder else {
            files = [path]
            names = nil
            return
        }
        let found = try ClassFolder.filesBelow(path, PicturePreparation.endings)
        files = found.map { path + "/" + $0 }
        names = found
    }

    /// The tensors of a prepared file without targets.
    ///
    /// - Throws: `InputError` at the first file that is no picture: each stands for a prediction.
    func tensors(_ preprocessing: PicturePreprocessing) throws -> [String: Dataset.Tensor] {
        var pictures: [UInt8] = []
        for file in files {
            do {
                pictures += try preprocessing.picture(of: try SourceFile(path: file).bytes)
            } catch let fault as PictureFault {
                throw InputError(.badData, file: file, fault.description)
            }
        }
        let shape = [files.count, preprocessing.channels, preprocessing.height, preprocessing.width]
        return [
            "pictures": Dataset.Tensor(pictures, .uint8, shape: shape),
            "channel_mean": Dataset.Tensor(preprocessing.mean, .float32),
            "channel_scale": Dataset.Tensor(preprocessing.scale, .float32),
        ]
    }
}
