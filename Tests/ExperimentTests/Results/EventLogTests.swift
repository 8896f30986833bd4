import Core
import Experiment
import Testing

@Suite struct EventLogTests {
    /// What a journal projects to: a milestone and the finish that it causes share a sequence, and so do two starts.
    private let events = [
        started(0, sequence: 1), started(1, sequence: 1),
        milestone(0, phase: 0, [Metric("error", 1)], sequence: 2),
        milestone(1, phase: 0, [Metric("error", .infinity)], sequence: 3),
        finished(1, .diverged, sequence: 3),
        milestone(0, phase: 1, [Metric("error", 0.5)], sequence: 7), finished(0, .completed, sequence: 7),
    ]

    private var allBytes: [UInt8] { events.flatMap(\.line) }

    @Test func aFileCutAtAnyByteIsCompletedByProjectingAgain() throws {
        let directory = try TemporaryDirectory()
        for length in 0...allBytes.count {
            try directory.write(allBytes.prefix(length), to: "events.jsonl")
            var log = try EventLog(path: directory.file("events.jsonl"))
            try log.append(events)
            #expect(try directory.bytes(of: "events.jsonl") == allBytes, "cut after \(length) bytes")
        }
    }

    @Test(arguments: 1...7) func projectingAgainInAnyPiecesAddsNothingTwice(piece: Int) throws {
        let directory = try TemporaryDirectory()
        var log = try EventLog(path: directory.file("events.jsonl"))
        var written = 0
        for _ in 1...3 {
            for start in stride(from: 0, to: events.count, by: piece) {
                written += try log.append(Array(events[start..<min(start + piece, events.count)]))
            }
        }
        #expect(written == events.count)
        #expect(log.lastSequence == 7)
        #expect(try directory.bytes(of: "events.jsonl") == allBytes)
        #expect(try EventReader.read(path: directory.file("events.jsonl")) == events)
    }

    @Test(arguments: 0...8 as ClosedRange<UInt64>) func eventsOfRecordsThatTheJournalLostAreCut(kept: UInt64)
        throws
    {
        let directory = try TemporaryDirectory()
        try directory.write(allBytes, to: "events.jsonl")
        let remaining = events.filter { $0.sequence <= kept }
        var log = try EventLog(path: directory.file("events.jsonl"), journalSequence: kept)
        #expect(log.lastSequence == remaining.last?.sequence)
        #expect(try EventReader.read(path: directory.file("events.jsonl")) == remaining)
        try log.append(events)
        #expect(try directory.bytes(of: "events.jsonl") == allBytes)
    }

    @Test func theReaderLeavesOutATornLineAndNamesABrokenOne() throws {
        let directory = try TemporaryDirectory()
        try directory.write(allBytes.dropLast(), to: "torn.jsonl")
        #expect(try EventReader.read(path: directory.file("torn.jsonl")) == Array(events.dropLast()))

        let broken = events[0].line + Array("{\"event\":\n".utf8) + events[1].line
        try directory.write(broken, to: "broken.jsonl")
        let path = directory.file("broken.jsonl")
        #expect(throws: ResultsError.malformed(path: path, line: 2, reason: "not a line of JSON")) {
            try EventReader.read(path: path)
        }
        #expect(throws: ResultsError.malformed(path: path, line: 2, reason: "not a line of JSON")) {
            try directory.write(broken.prefix(events[0].line.count + 10), to: "broken.jsonl")
            _ = try EventLog(path: path)
        }
    }

    @Test(arguments: [
        ("\"sequence\":1", "\"sequence\":\"x\"", "not an event: 'sequence' has the wrong type"),
        ("\"event\"", "\"evnt\"", "not an event: 'event' is missing"),
        (
            "Z\"", "\"",
            "not an event: 'time': '1970-01-01T00:00:00.000' is not a time like 2026-01-31T12:34:56.789Z"
        ),
        (
            "\"started\"", "\"finished\"",
            "not an event: 'outcome': a finished trial, and no other, has an outcome"
        ),
    ]) func theReaderSaysWhatIsWrong(old: String, new: String, reason: String) throws {
        let directory = try TemporaryDirectory()
        let line = String(decoding: started(0, sequence: 1).line, as: UTF8.self).replacing(old, with: new)
        try directory.write(Array(line.utf8), to: "events.jsonl")
        let path = directory.file("events.jsonl")
        #expect(throws: ResultsError.malformed(path: path, line: 1, reason: reason)) {
            try EventReader.read(path: path)
        }
    }

    @Test func linesOutOfTheJournalsOrderAreRefused() throws {
        let directory = try TemporaryDirectory()
        try directory.write(events[3].line + events[2].line, to: "events.jsonl")
        let error = #expect(throws: ResultsError.self) {
            try EventReader.read(path: directory.file("events.jsonl"))
        }
        #expect(error?.description.contains("events.jsonl:2: sequence 2 after 3") == true)
    }

    @Test func aMissingDirectoryIsNamedWithItsErrno() throws {
        let error = #expect(throws: ResultsError.self) { _ = try EventLog(path: "/no/such/events.jsonl") }
        #expect(error == .file(operation: "open", path: "/no/such/events.jsonl", errno: 2))
        #expect(
            error?.description == "cannot open /no/such/events.jsonl: No such file or directory (errno 2)")
    }
}
