import Experiment
import Foundation
import Testing

@Suite struct FolderFetchTests {
    private let directory: TemporaryDirectory
    /// A small set with the layout of the reviews.
    private let reviews: String

    init() throws {
        directory = try TemporaryDirectory()
        let files = ["train/neg/0_1", "train/pos/0_9", "train/unsup/0_0", "test/neg/0_2", "test/pos/0_8"]
        _ = try directory.save(files.map { ($0 + ".txt", Array($0.utf8)) }, below: "source/aclImdb")
        reviews = directory.file("source")
    }

    private func fetch(from source: String, name: String = "imdb") throws -> [String] {
        try DataFetch.run(name: name, to: directory.file("data"), from: source)
    }

    private var left: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.file("data"))) ?? []).sorted()
    }

    @Test func aFolderIsCopied() throws {
        #expect(try fetch(from: reviews) == [directory.file("data/imdb")])
        #expect(readFile(directory.file("data/imdb/test/pos/0_8.txt")) == Array("test/pos/0_8".utf8))
        #expect(left == ["imdb"])
        #expect(
            directory.problem { _ = try fetch(from: reviews) }
                == "data/imdb: is there already; remove it to fetch the data again")
    }

    @Test func anArchiveIsUnpacked() throws {
        let archive = directory.file("reviews.tar.gz")
        #expect(output(of: "tar", ["-czf", archive, "-C", reviews, "aclImdb"]) != nil)
        #expect(try fetch(from: archive) == [directory.file("data/imdb")])
        #expect(readFile(directory.file("data/imdb/train/neg/0_1.txt")) == Array("train/neg/0_1".utf8))
        #expect(left == ["imdb"])
    }

    @Test func aTruncatedArchiveLeavesNothing() throws {
        let archive = directory.file("reviews.tar.gz")
        #expect(output(of: "tar", ["-czf", archive, "-C", reviews, "aclImdb"]) != nil)
        let whole = try directory.bytes(of: "reviews.tar.gz")
        for count in [0, 1, 20, whole.count / 2, whole.count - 20] {
            try directory.write(whole.prefix(count), to: "reviews.tar.gz")
            let problem = directory.problem { _ = try fetch(from: archive) }
            #expect(problem?.hasPrefix("reviews.tar.gz: ") == true, "\(count) bytes: \(problem ?? "nothing")")
            #expect(left.isEmpty, "\(count) bytes")
        }
        try directory.write(Array("PK\u{3}\u{4} cut off".utf8), to: "pictures.zip")
        let problem = directory.problem {
            _ = try fetch(from: directory.file("pictures.zip"), name: "cats-dogs")
        }
        #expect(problem?.hasPrefix("pictures.zip: cannot be unpacked") == true)
        #expect(left.isEmpty)
    }

    @Test func whatIsNotTheDataIsRefused() throws {
        let problem = directory.problem { _ = try fetch(from: reviews, name: "cats-dogs") }
        #expect(problem?.contains("two folders are needed, one a class") == true)
        #expect(
            directory.problem { _ = try fetch(from: directory.file("nowhere")) }?.contains("cannot be read")
                == true)
        #expect(left.isEmpty)
    }
}
