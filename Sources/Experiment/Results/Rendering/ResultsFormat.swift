/// How results are written: for a person, or for a program.
package enum ResultsFormat: String, Codable, Sendable, CaseIterable { case table, csv, json }

extension ResultsFormat {
    /// The rows of all configurations with the chosen rates. `phases`: also the median after these phases.
    package func render(_ results: Results, phases: [Int] = []) -> String {
        switch self {
        case .table: return ResultsTable(results: results, phases: phases).text
        case .csv: return Sheet(results, phases: phases).csv
        case .json: return Sheet(results, phases: phases).json
        }
    }

    package func render(_ curves: [Curve]) -> String {
        switch self {
        case .table: return curves.map(CurveTable.text).joined(separator: "\n")
        case .csv: return Sheet(curves).csv
        case .json: return Sheet(curves).json
        }
    }
}
