import CKernels
import Core
import Experiment
import Foundation
import Protocol

/// Snapshots on disk: safetensors files, each written to a temporary name, synced, renamed. The last two are kept.
package struct SnapshotFile {
    private struct Header: Codable {
        var sequence: UInt64
        var journalOffset: Int
        var sessions: SessionList
        var trials: [ServerImage.TrialEntry]
        /// Missing in files of the first version.
        var newestEvent: UInt64?
        /// CRC-32C of every tensor's bytes in the order of their names.
        var checksum: UInt32
    }

    private let directory: String
    package static let kept = 2
    private static let suffix = ".safetensors"
    private static let damagedSuffix = ".damaged"

    package init(directory: String) { self.directory = directory }

    package func write(_ image: ServerImage) throws {
        let tensors = SnapshotFile.tensors(of: image)
        let header = Header(
            sequence: image.sequence, journalOffset: image.journalOffset,
            sessions: SessionList(image.sessions),
            trials: image.trials, newestEvent: image.newestEvent, checksum: SnapshotFile.checksum(tensors))
        let json = String(decoding: try JSONEncoder().encode(header), as: UTF8.self)
        let bytes = Safetensors.encode(
            tensors, metadata: ["ignd": json, SnapshotFile.checksumKey: SnapshotFile.checksum(of: json)])
        try WholeFile.write(bytes, to: path(image.sequence), syncing: true, over: spare)
    }

    /// Removes all but the newest two.
    package func removeOld() throws {
        for old in try sequences().dropFirst(SnapshotFile.kept) {
            if !spare.keep(path(old)) { try WholeFile.remove(path(old)) }
        }
    }

    /// Before a clean stop: what was kept for later snapshots goes.
    package func finish() throws { try spare.remove() }

    private var spare: SpareFile { SpareFile(in: directory) }

    /// The newest snapshot that is whole; nil if there is none.
    package func newest() throws -> ServerImage? {
        for sequence in try sequences() {
            if let image = try image(sequence) { return image }
        }
        return nil
    }

    /// The snapshot at `sequence`, or nil if it is not whole: then people are told.
    package func image(_ sequence: UInt64) throws -> ServerImage? {
        do {
            return try read(path(sequence))
        } catch {
            Note.write("\(path(sequence)) cannot be used: \(error)")
            return nil
        }
    }

    /// Puts aside what is beyond record `sequence`.
    package func setAside(beyond sequence: UInt64) throws {
        for later in try sequences() where later > sequence {
            let path = path(later)
            guard rename(path, path + SnapshotFile.damagedSuffix) == 0 else {
                throw JournalError.system("rename", path)
            }
            Note.write("\(path) is put aside as \(path)\(SnapshotFile.damagedSuffix)")
        }
    }

    private func path(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(12 - digits.count, 0))
        return "\(directory)/\(zeros)\(digits)\(SnapshotFile.suffix)"
    }

    /// The newest records of the snapshots that are there, newest first.
    package func sequences() throws -> [UInt64] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        return names.compactMap { name in
            name.hasSuffix(SnapshotFile.suffix) ? UInt64(name.dropLast(SnapshotFile.suffix.count)) : nil
        }.sorted(by: >)
    }

    // MARK: Content

    /// Where the header's own checksum stands: missing in files of the first versions.
    private static let checksumKey = "crc32c"

    private static func checksum(of header: String) -> String {
        var header = header
        return header.withUTF8 { String(ignd_crc32c(0, $0.baseAddress, $0.count)) }
    }

    private static func header(in file: Safetensors) throws -> Header {
        guard let json = file.metadata["ignd"] else { throw RunError(.failed, "no header") }
        let given = file.metadata[checksumKey]
        guard file.metadata.count == (given == nil ? 1 : 2), given == nil || given == checksum(of: json)
        else {
            throw RunError(.failed, "its header is damaged")
        }
        return try JSONDecoder().decode(Header.self, from: Data(json.utf8))
    }

    private static func tensors(of image: ServerImage) -> [String: Dataset.Tensor] {
        var tensors: [String: Dataset.Tensor] = [:]
        for (trial, state) in image.states { tensors["trial/\(trial)/state"] = bytes(state) }
        for (trial, pushes) in image.openPushes {
            for (chunk, record) in pushes {
                let frames = Encoder.frames(record)
                tensors["trial/\(trial)/open/\(chunk)/header"] = bytes(Payload(copying: frames.header))
                tensors["trial/\(trial)/open/\(chunk)/payload"] = bytes(frames.payloads.first ?? .empty)
            }
        }
        return tensors
    }

    private static func bytes(_ payload: Payload) -> Dataset.Tensor {
        Dataset.Tensor(type: .uint8, shape: [payload.count], payload: payload)
    }

    private static func checksum(_ tensors: [String: Dataset.Tensor]) -> UInt32 {
        tensors.sorted { $0.key < $1.key }.reduce(0) { sum, tensor in
            withExtendedLifetime(tensor) {
                ignd_crc32c(sum, tensor.value.payload.bytes.baseAddress, tensor.value.payload.count)
            }
        }
    }

    private func read(_ path: String) throws -> ServerImage {
        let hold = try FileHold(path: path)
        defer { withExtendedLifetime(hold) {} }
        let file = try MappedFile(path: path)
        let tensors = try Safetensors(file.payload, file: path)
        let header = try SnapshotFile.header(in: tensors)
        guard header.checksum == SnapshotFile.checksum(tensors.tensors) else {
            throw RunError(.failed, "its checksum is wrong")
        }
        var image = ServerImage(
            sequence: header.sequence, journalOffset: header.journalOffset, sessions: header.sessions.entries,
            trials: header.trials, newestEvent: header.newestEvent, states: [:], openPushes: [:])
        for entry in header.trials where entry.outcome == nil {
            image.states[entry.index] = try payload("trial/\(entry.index)/state", in: tensors)
            for chunk in entry.openChunks {
                let name = "trial/\(entry.index)/open/\(chunk)"
                let frame = try payload(name + "/header", in: tensors)
                let content = try payload(name + "/payload", in: tensors)
                // The decoder sees bytes and no owner: the frame must outlive the call.
                image.openPushes[entry.index, default: [:]][chunk] = try withExtendedLifetime(frame) {
                    try Decoder.record(header: frame.bytes, payload: content)
                }
            }
        }
        return image
    }

    /// A copy, since a snapshot does not align its tensors.
    private func payload(_ name: String, in file: Safetensors) throws -> Payload {
        guard let tensor = file.tensors[name] else { throw RunError(.failed, "\(name) is missing") }
        return Payload(copying: tensor.payload.bytes)
    }
}
