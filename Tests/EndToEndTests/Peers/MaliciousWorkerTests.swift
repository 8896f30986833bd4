import Core
import Protocol
import Testing

/// A worker that is let in and brings nothing but rubbish, for ever, while honest ones do the sweep.
@Suite struct MaliciousWorkerTests {
    @Test(arguments: [false, true]) func itDoesNotKeepOthersFromTheEnd(isMisshapen: Bool) async throws {
        try await Workplace.with { place in
            try place.write(SweepText.counter(phases: 3, chunks: 30, pause: 5), to: "sweep.yaml")
            let server = try await place.startServer("sweep.yaml", options: ["--lease", "2"])
            let peer = try WirePeer(server.endpoint, session: 1)
            _ = try await peer.joinAndInitialise()
            let workers = try place.startWorkers(2, server.endpoint)
            let bad = CounterUpdate.make(
                row: 0, value: isMisshapen ? 1 : .nan, extraBytes: isMisshapen ? 8 : 0)
            var number: UInt64 = 1
            while workers.contains(where: { $0.ended == nil }) {
                number += 1
                let phase = 1 + Int(number % 3)
                let push = Push(
                    number: number, oldestUnanswered: number, trial: 0, phase: phase, chunk: Int(number % 30),
                    base: 0, update: bad)
                try await peer.send(Encoder.frames(.push(push), session: SessionID(1)))
                try await peer.send(Encoder.frames(.ready(nil), session: SessionID(1)))
                try peer.forgetAnswers()
                try await Task.sleep(for: .milliseconds(2))
            }
            for worker in workers { #expect(try await worker.end() == .code(0)) }
            try await peer.leave()
            #expect(try await server.process.end() == .code(0))
            let lines = server.process.errors.split(separator: "\n")
            #expect(
                lines.count { $0.contains("worker peer is quarantined: 3 pushes in a row were refused") } == 1
            )
            try place.expectExactCounts(phases: 3, chunks: 30)
        }
    }
}
