import Core
import ParamServer
import Protocol
import Testing

@Suite struct TailTests {
    private func step(_ session: UInt64, _ number: UInt64, bytes: Int = 8) -> Step {
        let update = Update(blocks: [], payload: Payload(count: bytes) { _ in })
        return Step(
            kind: .apply, rate: 1,
            parts: [Step.Part(session: SessionID(session), number: number, update: update)])
    }

    private func numbers(_ steps: [Step]?) -> [UInt64]? { steps?.map { $0.parts[0].number } }

    @Test func theStepsAfterAVersionAreExactlyThose() {
        var tail = Tail(snapshotBytes: 1_000)
        for version: UInt64 in 1...9 { tail.append(step(1, version), version: version) }
        for held: UInt64 in 0...9 {
            let steps = tail.steps(after: held, upTo: 9, receiver: SessionID(2))
            #expect(numbers(steps) == (held + 1..<10).map { $0 })
        }
        #expect(tail.steps(after: 10, upTo: 9, receiver: SessionID(2)) == nil, "ahead of the server")
    }

    @Test func aSnapshotIsPreferredWhereItIsSmaller() {
        var tail = Tail(snapshotBytes: 20)
        for version: UInt64 in 1...3 { tail.append(step(1, version), version: version) }
        #expect(numbers(tail.steps(after: 1, upTo: 3, receiver: SessionID(2))) == [2, 3])
        #expect(tail.steps(after: 0, upTo: 3, receiver: SessionID(2)) == nil)
        #expect(
            numbers(tail.steps(after: 0, upTo: 3, receiver: SessionID(1))) == [1, 2, 3],
            "its own cost nothing")
    }

    @Test func oldStepsAreLetGoAndNeverGivenWrongly() {
        var tail = Tail(snapshotBytes: 10_000)
        for version: UInt64 in 1...5_000 {
            tail.append(step(1, version), version: version)
            for missing: UInt64 in [1, 2, 500, 1_024, 1_025, 3_000] where missing <= version {
                guard let steps = tail.steps(after: version - missing, upTo: version, receiver: SessionID(2))
                else {
                    #expect(missing > 1_024)
                    continue
                }
                #expect(steps.first?.parts[0].number == version - missing + 1 && steps.count == Int(missing))
            }
        }
    }
}
