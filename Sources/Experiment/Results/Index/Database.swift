internal import CSQLite

/// A SQLite file: a thin wrapper whose errors name operation and path.
struct Database: ~Copyable {
    let path: String
    private let handle: OpaquePointer

    /// Opens or creates the file.
    init(path: String) throws(ResultsError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw .database(operation: "open", path: path, code: code, message: message)
        }
        self.path = path
        self.handle = handle
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(ResultsError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), "execute on")
    }

    /// The statement must not outlive the database.
    func prepare(_ sql: String) throws(ResultsError) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil), "prepare a statement for")
        guard let statement else { preconditionFailure("a statement is not empty") }
        return Statement(statement, path: path)
    }

    private func check(_ code: Int32, _ operation: String) throws(ResultsError) {
        if code == SQLITE_OK { return }
        let message = String(cString: sqlite3_errmsg(handle))
        throw .database(operation: operation, path: path, code: code, message: message)
    }
}
