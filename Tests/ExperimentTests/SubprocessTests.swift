import Experiment
import Testing

@Suite struct SubprocessTests {
    @Test(.timeLimit(.minutes(1))) func aProgramThatTakesTooLongIsEnded() {
        let error = #expect(throws: InputError.self) {
            try Subprocess("sleep", ["600"], seconds: 1).run(for: "a package")
        }
        #expect(error?.exitCode == 69)
        #expect(error?.description == "a package: sleep was ended: it may take 1 s at most")
    }

    @Test func aProgramThatIsInTimeIsNotEnded() throws {
        try Subprocess("true", [], seconds: 60).run(for: "nothing")
    }
}
