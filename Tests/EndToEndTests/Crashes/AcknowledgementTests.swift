import Core
import Protocol
import Testing

/// What was acknowledged is in the journal: it survives the server, and a push that comes again is not applied again.
@Suite struct AcknowledgementTests {
    @Test func anAcknowledgedUpdateSurvivesTheServer() async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 2, chunks: 20, pause: 0), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml")
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            _ = try await peer.push(CounterUpdate.make(row: 0, value: 1), number: 2)
            try await server.process.killNow()

            let heir = try await place.startServer("sweep.yaml", options: ["--lease", "2"])
            let survivor = try WirePeer(heir.endpoint, session: 1)
            _ = try await survivor.ask(.hello(WirePeer.hello))
            let answer = try await survivor.push(CounterUpdate.make(row: 0, value: 1), number: 2)
            guard case .commit(let commit) = answer, let next = commit.next else {
                throw Unexpected("the push is not known: \(answer)")
            }
            #expect(next.leases == [.chunk(phase: 1, chunk: 1)])
            #expect(next.sync.version == 1)
            try await survivor.leave()
            #expect(try await place.startWorker(heir.endpoint).end() == .code(0))
            #expect(try await heir.process.end() == .code(0))
            try place.expectExactCounts(phases: 2, chunks: 20)
        }
    }
}
