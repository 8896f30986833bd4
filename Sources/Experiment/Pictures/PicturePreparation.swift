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

    private let request: PictureRequest
    private let folder: ClassFolder

    package init(_ request: PictureRequest) throws {
        self.request = request
        folder = try ClassFolder(request.folder, endings: [".jpg", ".jpeg"])
    }

    package func prepare() throws -> PreparedPictureDataset {
        let writer = PictureWriter(
            capacity: folder.files.count, channels: request.channels, height: request.height,
            width: request.width)
        let outcomes = readAll(into: writer)
        let kept = outcomes.indices.filter { (try? outcomes[$0].get()) != nil }
        let skipped = zip(folder.files, outcomes).compactMap { file, outcome in
            if case .failure(let fault) = outcome {
                return PreparedPictureDataset.Skipped(file: file.path, reason: fault.description)
            }
            return nil
        }
        try check(kept, skipped)
        writer.keep(kept)
        let files = kept.map { folder.files[$0] }
        let split = DataSplit(
            given: files.map(\.part), training: request.training, validation: request.validation,
            seed: request.seed)
        try split.check(file: request.folder)
        let moments = writer.moments(of: split)
        let preprocessing = PicturePreprocessing(
            channels: request.channels, height: request.height, width: request.width, fit: request.fit,
            mean: moments.map(\.mean), scale: moments.map(\.scale), classes: folder.classes)
        let bytes = writer.file(
            targets: files.map { Float($0.label) }, split: split, moments: moments,
            metadata: ["source_sha256": source(outcomes)])
        return PreparedPictureDataset(
            bytes: bytes, digest: Digest(of: bytes.bytes).description, preprocessing: preprocessing,
            rows: kept.count, trainingRows: split.count(.training), validationRows: split.count(.validation),
            testRows: split.count(.test), skipped: skipped, warnings: [])
    }

    // MARK: Reading

    /// Every file has its own place, so that it does not matter which thread comes first.
    private func readAll(into writer: PictureWriter) -> [Outcome] {
        let batch = 64
        let batches = (folder.files.count + batch - 1) / batch
        let outcomes = Mutex([[Outcome]](repeating: [], count: batches))
        nonisolated(unsafe) let writer = writer  // each thread writes pictures of its own
        DispatchQueue.concurrentPerform(iterations: batches) { number in
            let reader = PictureReader(
                channels: request.channels, height: request.height, width: request.width, fit: request.fit)
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

    /// A class needs a picture; that no part is empty is the split's business.
    private func check(_ kept: [Int], _ skipped: [PreparedPictureDataset.Skipped]) throws {
        for (label, name) in folder.classes.enumerated()
        where !kept.contains(where: { folder.files[$0].label == label }) {
            let first = skipped.first.map {
                "; the first of \(skipped.count) broken files: \($0.file) \($0.reason)"
            }
            throw InputError(
                .badData, file: request.folder, "has no readable picture of \"\(name)\"\(first ?? "")")
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
