internal import Core
internal import Foundation

/// results.sqlite: the events as tables, for those who ask in SQL. It holds nothing that events.jsonl does not.
package enum ResultsIndex {
    /// Reads `runDirectory`/events.jsonl and replaces `runDirectory`/results.sqlite.
    package static func rebuild(runDirectory: String, keys: [TrialKey]) throws(ResultsError) {
        let events = try EventReader.read(path: runDirectory + "/events.jsonl")
        try rebuild(path: runDirectory + "/results.sqlite", events: events, keys: keys)
    }

    /// Whoever reads the old file meanwhile reads it to the end; nobody sees a half-written one.
    package static func rebuild(path: String, events: [Event], keys: [TrialKey]) throws(ResultsError) {
        let histories = try Results.histories(events: events, keys: keys)
        let temporary = "\(path).\(getpid()).new"
        _ = unlink(temporary)
        do throws(ResultsError) {
            try write(histories, to: temporary)
            if rename(temporary, path) != 0 { throw .file(operation: "replace", path: path, errno: errno) }
        } catch {
            _ = unlink(temporary)
            throw error
        }
    }

    private static func write(_ histories: [TrialHistory], to path: String) throws(ResultsError) {
        let database = try Database(path: path)
        try database.execute("BEGIN")
        try database.execute(schema)
        try insertTrials(histories, database)
        try insertMilestones(histories, database)
        try insertFinished(histories, database)
        try database.execute("COMMIT")
    }

    private static let schema = """
        -- group_name: everything that varies but learning rate and seed. Times are UTC, NULL: not yet. The seed has no
        -- type, or SQLite would round one of 2^63 or more, which is kept as text.
        CREATE TABLE trials (
            trial INTEGER PRIMARY KEY, label TEXT NOT NULL, group_name TEXT NOT NULL,
            learning_rate REAL NOT NULL, seed NOT NULL, started TEXT);
        -- A row a metric. A value of NULL: not a number.
        CREATE TABLE milestones (
            trial INTEGER NOT NULL REFERENCES trials, phase INTEGER NOT NULL, version INTEGER NOT NULL,
            sequence INTEGER NOT NULL, time TEXT NOT NULL, worker TEXT, metric TEXT NOT NULL, value REAL);
        CREATE INDEX milestones_by_metric ON milestones (metric, trial, phase);
        -- outcome: completed, converged, diverged or failed. hash: SHA-256 of the final parameters.
        CREATE TABLE finished (
            trial INTEGER PRIMARY KEY REFERENCES trials, outcome TEXT NOT NULL, phase INTEGER NOT NULL,
            version INTEGER NOT NULL, sequence INTEGER NOT NULL, time TEXT NOT NULL, worker TEXT, hash TEXT);
        -- What each finished trial reported last of each metric. A value of NULL: not a number.
        CREATE TABLE final_metrics (
            trial INTEGER NOT NULL REFERENCES trials, metric TEXT NOT NULL, value REAL,
            PRIMARY KEY (trial, metric));
        """

    private static func insertTrials(_ histories: [TrialHistory], _ database: borrowing Database)
        throws(ResultsError)
    {
        let insert = try database.prepare("INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?)")
        for history in histories {
            let key = history.key
            try insert.run([
                .integer(key.index), .text(key.label), .text(key.group), .real(key.learningRate),
                .unsigned(key.seed), .text(history.started?.description),
            ])
        }
    }

    private static func insertMilestones(_ histories: [TrialHistory], _ database: borrowing Database)
        throws(ResultsError)
    {
        let insert = try database.prepare("INSERT INTO milestones VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for event in histories.flatMap(\.milestones) {
            for metric in event.metrics {
                try insert.run([
                    .integer(event.trial), .integer(event.phase), .unsigned(event.version),
                    .unsigned(event.sequence), .text(event.time.description), .text(event.worker),
                    .text(metric.name), .real(metric.value),
                ])
            }
        }
    }

    private static func insertFinished(_ histories: [TrialHistory], _ database: borrowing Database)
        throws(ResultsError)
    {
        let insert = try database.prepare("INSERT INTO finished VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        let insertMetric = try database.prepare("INSERT INTO final_metrics VALUES (?, ?, ?)")
        for history in histories {
            guard let finish = history.finish, let outcome = finish.outcome else { continue }
            try insert.run([
                .integer(finish.trial), .text(outcome.rawValue), .integer(finish.phase),
                .unsigned(finish.version), .unsigned(finish.sequence), .text(finish.time.description),
                .text(finish.worker), .text(finish.hash),
            ])
            for metric in history.metricNames {
                guard let value = history.finalValue(of: metric) else { continue }
                try insertMetric.run([.integer(finish.trial), .text(metric), .real(value)])
            }
        }
    }
}
