/// Rows of named cells, for programs: CSV (RFC 4180) or JSON (an array of objects), every number with all its digits.
struct Sheet: Equatable {
    enum Cell: Equatable {
        case text(String)
        case integer(Int)
        case number(Double)
        case flag(Bool)
        case missing

        static func number(_ value: Double?) -> Cell { value.map { .number($0) } ?? .missing }
    }

    let columns: [String]
    private(set) var rows: [[Cell]] = []

    init(columns: [String]) { self.columns = columns }

    mutating func add(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "a row has a cell a column")
        rows.append(cells)
    }
}
