internal import CSQLite

/// A prepared statement that is run once for each row of values.
struct Statement: ~Copyable {
    enum Value {
        case text(String)
        case integer(Int)
        /// SQLite has no NaN and stores NULL for it.
        case real(Double)
        case null

        /// As an integer if SQLite can hold it, or else in decimal digits.
        static func unsigned(_ value: UInt64) -> Value {
            Int(exactly: value).map { .integer($0) } ?? .text(String(value))
        }

        static func text(_ value: String?) -> Value { value.map { .text($0) } ?? .null }
    }

    private let handle: OpaquePointer
    private let path: String

    init(_ handle: OpaquePointer, path: String) {
        self.handle = handle
        self.path = path
    }

    deinit { sqlite3_finalize(handle) }

    /// Binds `values` in order and runs the statement, which gives no rows.
    func run(_ values: [Value]) throws(ResultsError) {
        precondition(values.count == sqlite3_bind_parameter_count(handle), "every parameter has a value")
        for (place, value) in values.enumerated() {
            try check(bind(value, Int32(place + 1)), is: SQLITE_OK, "bind a value for")
        }
        try check(sqlite3_step(handle), is: SQLITE_DONE, "write to")
        try check(sqlite3_reset(handle), is: SQLITE_OK, "reset a statement of")
    }

    private func bind(_ value: Value, _ place: Int32) -> Int32 {
        switch value {
        case .text(let text):
            // SQLITE_TRANSIENT, a macro that Swift cannot see: SQLite keeps a copy of its own.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            return sqlite3_bind_text(handle, place, text, -1, transient)
        case .integer(let integer): return sqlite3_bind_int64(handle, place, Int64(integer))
        case .real(let real): return sqlite3_bind_double(handle, place, real)
        case .null: return sqlite3_bind_null(handle, place)
        }
    }

    private func check(_ code: Int32, is expected: Int32, _ operation: String) throws(ResultsError) {
        if code == expected { return }
        let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
        throw .database(operation: operation, path: path, code: code, message: message)
    }
}
