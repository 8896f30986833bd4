import Experiment
import Protocol
import Testing

@Suite struct DataFetchTests {
    private func problem(_ name: String, to directory: String, from source: String) -> InputError? {
        do {
            _ = try DataFetch.run(name: name, to: directory, from: source)
            return nil
        } catch {
            return error as? InputError
        }
    }

    @Test func anUnknownNameIsRefused() throws {
        let directory = try TemporaryDirectory()
        #expect(
            problem("diamond", to: directory.path, from: "x")?.description
                == "diamond: there is no data set of this name; did you mean \"diamonds\"?")
    }

    @Test func aWrongFileIsRefusedAndNothingIsWritten() throws {
        let directory = try TemporaryDirectory()
        let source = try directory.save("carat,price\n1,2\n", to: "other.csv")
        let error = problem("diamonds", to: directory.path + "/data", from: source)
        #expect(error?.exitCode == 65)
        #expect(error?.message.contains("expected 9574730b03aba241") == true)
        #expect(readFile(directory.path + "/data/diamonds.csv") == nil)
    }

    @Test func rawCaliforniaWithOtherNumbersIsRefused() throws {
        let directory = try TemporaryDirectory()
        let source = try directory.save(
            "-122.23,37.88,41,880,129,322,126,8.3252,452600\n", to: "cal_housing.data")
        #expect(problem("california", to: directory.path, from: source)?.exitCode == 65)
    }

    @Test func aMissingSourceIsNamed() throws {
        let directory = try TemporaryDirectory()
        #expect(problem("diamonds", to: directory.path, from: "/nowhere/x")?.exitCode == 66)
        #expect(
            problem("diamonds", to: directory.path, from: directory.path)?.message
                == "has none of the files diamonds.csv, diamonds.csv.gz, diamonds.csv.zst, plotnine/data/diamonds.csv, diamonds.csv"
        )
    }

    @Test func aDataSetOfSeveralFilesNeedsADirectoryWithAllOfThem() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.save("+1 1:1\n", to: "a9a")
        #expect(
            problem("a9a", to: directory.path, from: file)?.message
                == "is no directory; one with a9a and a9a.t is needed")
        let error = problem("a9a", to: directory.path + "/data", from: directory.path)
        #expect(error?.exitCode == 65 && error?.message.hasPrefix("is not a9a of the a9a data set") == true)
        #expect(readFile(directory.path + "/data/a9a") == nil)
    }

    /// The digest of a packed copy is that of its content.
    @Test func aPackedCopyIsUnpackedFirst() throws {
        let directory = try TemporaryDirectory()
        let plain = try directory.save("carat,price\n1,2\n", to: "diamonds.csv")
        let digest = Digest(of: try directory.bytes(of: "diamonds.csv")).description
        #expect(output(of: "gzip", [plain]) != nil)
        let error = problem("diamonds", to: directory.path + "/data", from: directory.path)
        #expect(error?.file == plain + ".gz" && error?.message.contains(digest) == true)
    }

    @Test func rawCaliforniaIsConverted() {
        // Line ends of both kinds, and none at the end.
        let raw =
            "-122.230000,37.880000,41.000000,880.000000,129.000000,322.000000,126.000000,8.325200,452600.000000\r\n"
            + "-122.220000,37.860000,21.000000,7099.000000,1106.000000,2401.000000,1138.000000,8.301400,358500.000000"
        let table = CaliforniaConversion.convert(Array(raw.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            table == """
                MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,MedHouseVal
                8.3252,41.0,6.984126984126984,1.0238095238095237,322.0,2.5555555555555554,37.88,-122.23,4.526
                8.3014,21.0,6.238137082601054,0.9718804920913884,2401.0,2.109841827768014,37.86,-122.22,3.585

                """)
        #expect(CaliforniaConversion.convert(Array("a,b\n".utf8)) == nil)
    }

    /// Needs the network or a package mirror: IGND_FETCH_TESTS=1.
    @Test(
        .enabled(if: environment("IGND_FETCH_TESTS") != nil),
        arguments: DataCatalogue.all.filter { $0.archive == nil }.map(\.name))
    func theDataAreFetched(_ name: String) throws {
        let directory = try TemporaryDirectory()
        let paths = try DataFetch.run(name: name, to: directory.path + "/data") { print($0) }
        let first = try paths.map { try #require(readFile($0)) }
        // From the copy itself, and again without fetching.
        let copied = try DataFetch.run(
            name: name, to: directory.path + "/copy", from: directory.path + "/data")
        #expect(copied.map(readFile) == first)
        var reports: [String] = []
        _ = try DataFetch.run(name: name, to: directory.path + "/data") { reports.append($0) }
        #expect(reports == paths.map { "\($0) is there already and has the right digest" })
    }

    /// Needs StatLib's own file: IGND_CALIFORNIA_RAW=PATH.
    @Test(.enabled(if: environment("IGND_CALIFORNIA_RAW") != nil)) func theRawFormIsAccepted() throws {
        let directory = try TemporaryDirectory()
        let paths = try DataFetch.run(
            name: "california", to: directory.path, from: environment("IGND_CALIFORNIA_RAW"))
        #expect(paths.compactMap(readFile).count == 1)
    }
}
