import Core
import Experiment
import Testing

@Suite struct ResolvedSweepTests {
    private static let text = """
        task: {kind: lqr, plant: bdt, noise: gym}
        seeds: 2
        parameters:
          - {optimizer: {value: ignd}, learning_rate: {values: [1, 0.5]}}
          - {optimizer: {value: sgd}, learning_rate: {values: [0.01]}}
        """

    /// Dictionary order differs between processes, so the digest of one run is kept here.
    @Test func theIdentityIsTheSameInEveryProcess() throws {
        let sweep = try parse(
            counterSweep("seeds: 2\nmode: {async: {workers: 3, max_staleness: 2}}"))
        #expect(sweep.identity == "cc04bd5e55a4caae3efd0114e42b1bcdf025dced7dc3f2d49e529a0e5312df8d")
    }

    @Test func resolvedJSONIsReadBack() throws {
        let sweep = try parse(ResolvedSweepTests.text)
        let directory = try TemporaryDirectory()
        let path = directory.path + "/resolved.json"
        try sweep.write(to: path)
        let again = try Sweep.read(from: path)
        #expect(again == sweep)
        #expect(again.identity == sweep.identity)
        #expect(again.resolvedJSON == sweep.resolvedJSON)
        #expect(readFile(path) == sweep.resolvedJSON)
    }

    @Test func anotherSweepHasAnotherIdentity() throws {
        let sweep = try parse(ResolvedSweepTests.text)
        let other = try parse(ResolvedSweepTests.text.replacing("0.01", with: "0.02"))
        #expect(sweep.identity != other.identity)
    }

    @Test func aCommentChangesNothing() throws {
        let sweep = try parse(ResolvedSweepTests.text)
        #expect(try parse("# why\n" + ResolvedSweepTests.text).identity == sweep.identity)
    }

    /// What was changed by hand is looked at before anything is computed from it.
    @Test(arguments: [
        (#""samples":1"#, #""samples":0"#, "a chunk of no samples"),
        (#""chunks":4"#, #""chunks":9223372036854775807"#, "a counter of nothing"),
        (#""workers":1"#, #""workers":0"#, "an asynchronous mode without sense"),
        (#""index":0"#, #""index":7"#, "has trial 7 at place 0"),
    ]) func aResolvedFileThatMakesNoSenseIsNamed(_ old: String, _ new: String, _ words: String) throws {
        let json = String(decoding: try parse(counterSweep()).resolvedJSON, as: UTF8.self).filter {
            $0 != " "
        }
        let directory = try TemporaryDirectory()
        try #require(json.contains(old), "\(json)")
        let path = try directory.save(json.replacing(old, with: new), to: "resolved.json")
        do {
            _ = try Sweep.read(from: path)
            Issue.record("read")
        } catch let error as InputError {
            #expect(error.exitCode == 65 && "\(error)".contains(words), "\(error)")
        }
    }

    @Test func aSpecificationThatMakesNoSenseIsRefused() throws {
        let specification = try parse(ResolvedSweepTests.text).trials[0].specification
        let json = String(decoding: specification.json, as: UTF8.self)
        for (old, new) in [
            (#""states":"#, #""states":99"#), (#""resetEvery":"#, #""resetEvery":-"#),
            (#""constant":{}"#, #""step":{"every":0,"factor":1}"#),
        ] {
            try #require(json.contains(old), "\(json)")
            #expect(throws: RunError.self) {
                try TrialSpecification(json: Array(json.replacing(old, with: new).utf8))
            }
        }
        #expect(try TrialSpecification(json: specification.json) == specification)
    }

    @Test func aBrokenResolvedFileIsNamed() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.save("{}", to: "resolved.json")
        do {
            _ = try Sweep.read(from: path)
            Issue.record("read")
        } catch {
            #expect((error as? InputError)?.exitCode == 65)
        }
    }
}
