@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// Every row has the cells of the header; written with quotes and read again they are the same. What can be prepared as a
    /// data set is a right one.
    static let csv = FuzzTarget("csv", seeds: { [CSVSeeds.text, CSVSeeds.crooked].map { Array($0.utf8) } }) {
        bytes in
        let bytes = Array(bytes)
        guard let table = try InputErrorCheck.read(file: "d.csv", { try CSVTable(bytes, file: "d.csv") })
        else { return }
        let rows = (0..<table.rows).map { row in table.header.indices.map { table.text(row: row, column: $0) }
        }
        let again = try CSVTable(Array(CSVSeeds.quoted([table.header] + rows).utf8), file: "d.csv")
        demand(again.header == table.header && again.rows == table.rows, "another table")
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                demand(again.text(row: row, column: column) == cell, "another cell")
            }
        }
        try prepare(bytes, target: table.header[table.header.count - 1])
    }

    private static func prepare(_ bytes: [UInt8], target: String) throws {
        let split = DatasetRequest.Split.fractions(training: 0.5, validation: 0.25, test: 0.25, seed: 1)
        let request = DatasetRequest(csv: "d.csv", target: target, split: split)
        let prepared = try InputErrorCheck.read(file: "d.csv") {
            try DatasetPreparation(request, bytes: bytes).prepare()
        }
        guard let prepared else { return }
        demand(prepared.trainingRows > 0, "no training rows")
        _ = try PreparedDataset(prepared.bytes, name: "d.csv")
    }
}

enum CSVSeeds {
    static let text =
        "a,b,y\n" + (0..<12).map { "\($0),\($0 % 3 == 0 ? "x" : "z"),\(Double($0) / 4)\n" }.joined()
    static let crooked = "\u{FEFF}\"a, b\", c ;d\t,\"e\"\"f\"\r\n1 , \"2\n3\",4e-3\r\n\n-.5,,\" \"\n"

    static func quoted(_ rows: [[String]]) -> String {
        rows.map { cells in
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
        }.joined()
    }
}
