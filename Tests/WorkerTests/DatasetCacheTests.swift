import Core
import Foundation
import Protocol
import Testing
import Worker
import Experiment

/// Data sets that arrive in pieces, and those on disk.
@Suite struct DatasetCacheTests {
    private let directory: String

    init() {
        directory = FileManager.default.temporaryDirectory.path + "/ignd-cache-" + UUID().uuidString
    }

    private static let file: [UInt8] = {
        func tensor<Element>(_ values: [Element], _ type: Dataset.ElementType, _ shape: [Int])
            -> Dataset.Tensor
        {
            Dataset.Tensor(
                type: type, shape: shape, payload: values.withUnsafeBytes { Payload(copying: $0) })
        }
        let payload = Safetensors.encode([
            "X": tensor([1, 2, 3] as [Float], .float32, [3, 1]),
            "y": tensor([1, 2, 3] as [Float], .float32, [3]),
            "split": tensor([0, 1, 2] as [UInt8], .uint8, [3]),
        ])
        return withExtendedLifetime(payload) { Array(payload.bytes) }
    }()

    private var digest: String { Digest(of: DatasetCacheTests.file).description }

    private func names() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }

    private func send(_ bytes: [UInt8], as digest: String, to cache: DatasetCache) throws {
        let pieces = stride(from: 0, to: bytes.count, by: 50).map { $0..<min($0 + 50, bytes.count) }
        for piece in pieces {
            try cache.keep(
                Piece(
                    digest: digest, offset: piece.lowerBound, total: bytes.count,
                    payload: Payload(copying: bytes[piece])), isLast: piece.upperBound == bytes.count)
        }
    }

    private func inputs(_ dataset: Dataset?) throws -> [Float] {
        let tensor = try #require(dataset?["X"])
        return withExtendedLifetime(tensor) { Array(tensor.payload.bytes.bindMemory(to: Float.self)) }
    }

    @Test func whatArrivesIsKeptUnderItsDigest() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let cache = DatasetCache(directory: directory)
        #expect(try cache.dataset(digest: digest).map { _ in true } == nil)
        try send(DatasetCacheTests.file, as: digest, to: cache)
        #expect(try inputs(cache.dataset(digest: digest)) == [1, 2, 3])
        #expect(names() == ["\(digest).safetensors"])
        #expect(try inputs(DatasetCache(directory: directory).dataset(digest: digest)) == [1, 2, 3])
    }

    @Test func anotherDigestIsRefusedAndNothingStays() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let cache = DatasetCache(directory: directory)
        var bytes = DatasetCacheTests.file
        bytes[bytes.count - 1] ^= 1
        #expect(throws: RunError.self) { try send(bytes, as: digest, to: cache) }
        #expect(names().isEmpty)
        #expect(try cache.dataset(digest: digest).map { _ in true } == nil)
    }

    @Test func aTransferThatBeginsAgainLeavesNothingOfTheFirst() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let cache = DatasetCache(directory: directory)
        let first = Piece(
            digest: digest, offset: 0, total: DatasetCacheTests.file.count,
            payload: Payload(copying: DatasetCacheTests.file.prefix(50)))
        try cache.keep(first, isLast: false)
        #expect(throws: RunError.self) { try cache.keep(first.moved(to: 100), isLast: false) }
        try send(DatasetCacheTests.file, as: digest, to: cache)
        #expect(names() == ["\(digest).safetensors"])
        #expect(try inputs(cache.dataset(digest: digest)) == [1, 2, 3])
    }

    /// A file stands where the directory should be: nothing can be written there, not even by root.
    @Test func withoutADirectoryTheDataStayInMemory() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: directory))
        let cache = DatasetCache(directory: directory)
        try send(DatasetCacheTests.file, as: digest, to: cache)
        #expect(try inputs(cache.dataset(digest: digest)) == [1, 2, 3])
    }

    @Test func aDamagedFileIsFetchedAgain() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try send(DatasetCacheTests.file, as: digest, to: DatasetCache(directory: directory))
        let path = "\(directory)/\(digest).safetensors"
        try Data(DatasetCacheTests.file.dropLast()).write(to: URL(fileURLWithPath: path))
        #expect(try DatasetCache(directory: directory).dataset(digest: digest).map { _ in true } == nil)
        #expect(names().isEmpty)
    }
}

extension Piece {
    fileprivate func moved(to offset: Int) -> Piece {
        Piece(digest: digest, offset: offset, total: total, payload: payload)
    }
}
