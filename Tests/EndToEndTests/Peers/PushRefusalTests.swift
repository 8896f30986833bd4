import Core
import Protocol
import Testing

/// Pushes that must not touch the parameters are refused with a code and a sentence.
@Suite struct PushRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let row: UInt32
        let value: Double
        var extraBytes = 0
        var base: UInt64 = 0
        let code: Refusal.Code
        let text: String
    }

    static let cases = [
        Case(
            testDescription: "not a number", row: 0, value: .nan, code: .notFinite,
            text: "'counts' has a value that is not finite"),
        Case(
            testDescription: "infinite", row: 0, value: -.infinity, code: .notFinite,
            text: "'counts' has a value that is not finite"),
        Case(
            testDescription: "too many bytes", row: 0, value: 1, extraBytes: 8, code: .wrongShape,
            text: "the payload has 24 bytes, its blocks need 16"),
        Case(
            testDescription: "a row outside", row: 20, value: 1, code: .wrongShape, text: "row 20 of 'counts'"
        ),
        Case(
            testDescription: "a version of the future", row: 0, value: 1, base: 9, code: .stale,
            text: "base version 9 is ahead of 0"),
    ]

    @Test(arguments: cases)
    func aPushThatDoesNotFitIsRefused(_ example: Case) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 20, pause: 0), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 5)
            _ = try await peer.joinAndInitialise()
            let bad = CounterUpdate.make(
                row: example.row, value: example.value, extraBytes: example.extraBytes)
            let answer = try await peer.push(bad, number: 2, base: example.base)
            guard case .refusal(let refusal) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(refusal.code == example.code)
            #expect(refusal.text == example.text)
            #expect(refusal.number == 2)
            try await server.process.says("refused a push of peer: \(example.text)")
            try await finish(place, server, peer)
        }
    }

    /// The refused chunk is pushed again, correctly and twice; a worker does the rest.
    private func finish(_ place: Workplace, _ server: RunningServer, _ peer: WirePeer) async throws {
        for _ in 0..<2 {
            let answer = try await peer.push(CounterUpdate.make(row: 0, value: 1), number: 3)
            guard case .commit(let commit) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(commit.number == 3)
        }
        try await peer.leave()
        #expect(try await place.startWorker(server.endpoint).end() == .code(0))
        #expect(try await server.process.end() == .code(0))
        try place.expectExactCounts(phases: 2, chunks: 20)
    }
}
