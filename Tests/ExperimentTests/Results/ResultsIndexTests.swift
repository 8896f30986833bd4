import CSQLite
import Core
import Experiment
import Foundation
import Testing

@Suite struct ResultsIndexTests {
    private let keys = [
        TrialKey(index: 0, label: "a", group: "it's", learningRate: 0.1, seed: 1),
        TrialKey(index: 1, label: "b", group: "ü", learningRate: 1e-5, seed: .max),
        TrialKey(index: 2, label: "c", group: "ü", learningRate: 1, seed: 3),
    ]
    private let events = [
        started(0, sequence: 1), started(1, sequence: 2),
        milestone(0, phase: 1, [Metric("error", 0.1 + 0.2), Metric("loss", .nan)], sequence: 3),
        milestone(0, phase: 2, [Metric("error", .infinity)], sequence: 4), finished(0, phase: 2, sequence: 4),
        finished(1, phase: 0, .diverged, sequence: 9),
    ]

    /// Rows as text, read with the library itself: NULL is nil.
    private func rows(_ path: String, _ sql: String) throws -> [[String?]] {
        var database: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(database)
        }
        try #require(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
        try #require(sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK)
        var rows: [[String?]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                (0..<sqlite3_column_count(statement)).map { column in
                    if sqlite3_column_type(statement, column) == SQLITE_FLOAT {
                        return sqlite3_column_double(statement, column).description
                    }
                    return sqlite3_column_text(statement, column).map { String(cString: $0) }
                })
        }
        return rows
    }

    private func written() throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        try directory.write(events.flatMap(\.line), to: "events.jsonl")
        try ResultsIndex.rebuild(runDirectory: directory.path, keys: keys)
        return directory
    }

    @Test func everyTableReadsBack() throws {
        let directory = try written()
        let path = directory.file("results.sqlite")
        let epoch = "1970-01-01T00:00:00.000Z"
        #expect(
            try rows(path, "SELECT * FROM trials ORDER BY trial") == [
                ["0", "a", "it's", "0.1", "1", epoch],
                ["1", "b", "ü", "1e-05", "18446744073709551615", epoch],
                ["2", "c", "ü", "1.0", "3", nil],
            ])
        let milestones = "SELECT sequence, trial, phase, version, worker, metric, value FROM milestones"
        #expect(
            try rows(path, milestones + " ORDER BY phase, metric") == [
                ["3", "0", "1", "10", "w1", "error", "0.30000000000000004"],
                ["3", "0", "1", "10", "w1", "loss", nil], ["4", "0", "2", "20", "w1", "error", "inf"],
            ])
        #expect(
            try rows(
                path, "SELECT trial, outcome, phase, sequence, length(hash) FROM finished ORDER BY trial")
                == [
                    ["0", "completed", "2", "4", "64"], ["1", "diverged", "0", "9", "64"],
                ])
        #expect(
            try rows(path, "SELECT * FROM final_metrics") == [["0", "error", "inf"], ["0", "loss", nil]])
    }

    @Test func rebuildingReplacesTheFileAndLeavesNoOther() throws {
        let directory = try written()
        try directory.write(events.flatMap(\.line) + finished(2, sequence: 10).line, to: "events.jsonl")
        try ResultsIndex.rebuild(runDirectory: directory.path, keys: keys)
        #expect(try rows(directory.file("results.sqlite"), "SELECT count(*) FROM finished") == [["3"]])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == [
                "events.jsonl", "results.sqlite",
            ])
    }

    @Test func aFailureKeepsTheOldFile() throws {
        let directory = try written()
        let old = try directory.bytes(of: "results.sqlite")
        try directory.write(events.flatMap(\.line) + started(7, sequence: 10).line, to: "events.jsonl")
        #expect(throws: ResultsError.unknownTrial(7, trials: 3)) {
            try ResultsIndex.rebuild(runDirectory: directory.path, keys: keys)
        }
        #expect(try directory.bytes(of: "results.sqlite") == old)
    }

    @Test func aFileThatCannotBeReplacedLeavesNothingBehind() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("results.sqlite")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: ResultsError.file(operation: "replace", path: path, errno: EISDIR)) {
            try ResultsIndex.rebuild(path: path, events: events, keys: keys)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["results.sqlite"])
    }

    @Test func anErrorNamesOperationAndPath() throws {
        let error = #expect(throws: ResultsError.self) {
            try ResultsIndex.rebuild(path: "/no/such/results.sqlite", events: events, keys: keys)
        }
        #expect(error?.description.hasPrefix("cannot open /no/such/results.sqlite.") == true)
        #expect(error?.description.hasSuffix("unable to open database file (SQLite code 14)") == true)
    }
}
