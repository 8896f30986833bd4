import Experiment
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
        let source = try directory.write("carat,price\n1,2\n", to: "other.csv")
        let error = problem("diamonds", to: directory.path + "/data", from: source)
        #expect(error?.exitCode == 65)
        #expect(error?.message.contains("expected 9574730b03aba241") == true)
        #expect(readFile(directory.path + "/data/diamonds.csv") == nil)
    }

    @Test func rawCaliforniaWithOtherNumbersIsRefused() throws {
        let directory = try TemporaryDirectory()
        let source = try directory.write(
            "-122.23,37.88,41,880,129,322,126,8.3252,452600\n", to: "cal_housing.data")
        #expect(problem("california", to: directory.path, from: source)?.exitCode == 65)
    }

    @Test func aMissingSourceIsNamed() throws {
        let directory = try TemporaryDirectory()
        #expect(problem("diamonds", to: directory.path, from: "/nowhere/x")?.exitCode == 66)
        #expect(
            problem("diamonds", to: directory.path, from: directory.path)?.message
                == "has none of the files diamonds.csv, plotnine/data/diamonds.csv, diamonds.csv")
    }
}
