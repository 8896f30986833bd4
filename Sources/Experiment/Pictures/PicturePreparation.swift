internal import Core
internal import Dispatch
internal import Foundation
internal import Protocol
internal import Synchronization

/// Makes a folder of JPEG files into a data set, on all cores. The same request on the same files gives the same
/// bytes.
package struct PicturePreparation {
    /// What became of a file: its digest, or why it is no picture.
    private typealias Outcome = Result<Digest, PictureFault>

    static let endings = [".jpg", ".jpeg"]

    private let request: PictureRequest
    private let folder: ClassFolder

    package init(_ request: PictureRequest) throws {
        self.request = request
        folder = try ClassFolder(request.folder, endings: PicturePreparation.endings)
    }

    package func prepare() throws -> PreparedDataset {
        let writer = PictureWriter(
            capacity: folder.files.count, channels: request.channels, height: request.height,
            width: request.width)
        let outcomes = readAll(into: writer)
        let kept = outcomes.indices.filter { (try? outcomes[$0].get()) != nil }
        let skipped = skipped(outcomes)
        try check(kept, skipped)
        writer.keep(kept)
        let files = kept.map { folder.files[$0] }
        let split = DataSplit(
            given: files.map(\.part), training: request.training, validation: request.validation,
            seed: request.seed)
        try split.check(file: request.folder)
        let moments = writer.moments(of: split)
        let bytes = writer.file(
            targets: files.map { Float($0.label) }, split: split, moments: moments,
            metadata: metadata(moments, source: source(outcomes)))
        return try PreparedDataset(bytes, name: request.folder, warnings: folder.warnings + skipped)
    }

    private func metadata(_ moments: [PictureWriter.Moments], source: String) -> [String: String] {
        let preprocessing = PicturePreprocessing(
            channels: request.channels, height: request.height, width: request.width, fit: request.fit,
            mean: moments.map(\.mean), scale: moments.map(\.scale))
        return DatasetMetadata.texts(
            .picture, loss: .logistic, targetScale: 1, classes: folder.classes,
            preprocessing: .picture(preprocessing), source: source)
    }

    // MARK: Reading

    /// Every file has its own place, so that it does not matter which thread comes first.
    private func readAll(into writer: PictureWriter) -> [Outcome] {
        let batch = 64
        let batches = (folder.files.count + batch - 1) / batch
        let outcomes = Mutex([[Outcome]](repeating: [], count: batches))
        nonisolated(unsafe) let writer = writer  // each thread writes pictures of its own
        let reader = PictureReader(
            channels: request.channels, height: request.height, width: request.width, fit: request.fit)
        DispatchQueue.concurrentPerform(iterations: batches) { number in
            let range = number * batch..<min(folder.files.count, (number + 1) * batch)
            let results = range.map { place in
                PicturePreparation.read(folder.files[place].path, reader, writer.picture(place))
            }
            outcomes.withLock { $0[number] = results }
        }
        return outcomes.withLock { $0.flatMap { $0 } }
    }

    private static func read(
        _ path: String, _ reader: PictureReader, _ output: UnsafeMutableBufferPointer<UInt8>
    ) -> Outcome {
        guard let file = FileManager.default.contents(atPath: path) else {
            return .failure(PictureFault("cannot be read"))
        }
        let bytes = [UInt8](file)
        return Outcome { () throws(PictureFault) in
            try reader.read(bytes, into: output)
            return Digest(of: bytes)
        }
    }

    private static let namedFiles = 10

    /// The first files that are no pictures, and how many there are.
    private func skipped(_ outcomes: [Outcome]) -> [InputWarning] {
        let faults = zip(folder.files, outcomes).compactMap { file, outcome -> InputWarning? in
            guard case .failure(let fault) = outcome else { return nil }
            return InputWarning(.skippedFiles, file: file.path, "\(fault); it was left out")
        }
        if faults.isEmpty { return [] }
        let count = faults.count == 1 ? "1 file" : "\(faults.count) files"
        return faults.prefix(PicturePreparation.namedFiles) + [
            InputWarning(.skippedFiles, file: request.folder, "\(count) of \(outcomes.count) left out")
        ]
    }

    /// A class needs a picture; that no part is empty is the split's business.
    private func check(_ kept: [Int], _ skipped: [InputWarning]) throws {
        for (label, name) in folder.classes.enumerated()
        where !kept.contains(where: { folder.files[$0].label == label }) {
            let first = skipped.first.map { " (\($0))" } ?? ""
            throw InputError(
                .badData, file: request.folder, "has no picture of \"\(name)\" that can be read\(first)")
        }
    }

    /// The digest of the files that were used.
    private func source(_ outcomes: [Outcome]) -> String {
        let digest = FolderDigest()
        for (file, outcome) in zip(folder.files, outcomes) {
            if let found = try? outcome.get() { digest.add(found, name: file.name) }
        }
        return digest.finish().description
    }
}
