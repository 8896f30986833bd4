@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// Rows with ascending indices and finite numbers, or a line with what is wrong in it.
    static let libsvm = FuzzTarget(
        "libsvm",
        seeds: { [Array(LIBSVMSeeds.text.utf8), Array("# c\n+1 0:1e3 4:-.5 # x\r\n\n-1\t\n".utf8)] }
    ) {
        bytes in
        let bytes = Array(bytes)
        let limit = Double(Float.greatestFiniteMagnitude)
        guard
            let rows = try InputErrorCheck.read(
                file: "f", { try LIBSVMScanner.rows(bytes, file: "f", limit: limit) })
        else { return }
        demand(rows.offsets.count == rows.count + 1 && rows.lines.count == rows.count, "rows without places")
        demand(
            rows.offsets[0] == 0 && rows.offsets[rows.count] == rows.indices.count, "offsets lead elsewhere")
        demand(rows.values.count == rows.indices.count, "an index without a value")
        demand((rows.values + rows.labels).allSatisfy { abs($0) <= limit }, "a number that is too large")
        for row in 0..<rows.count {
            let entries = Int(rows.offsets[row])..<Int(rows.offsets[row + 1])
            demand(
                zip(rows.indices[entries], rows.indices[entries].dropFirst()).allSatisfy { $0 < $1 },
                "indices descend")
        }
        LIBSVMSeeds.scratch.write(bytes, to: "f")
        _ = try InputErrorCheck.read(file: LIBSVMSeeds.scratch.path) {
            try SparsePreparation(
                SparseRequest(file: LIBSVMSeeds.scratch.file("f"), training: 0.5, validation: 0.25)
            ).prepare()
        }
    }
}

enum LIBSVMSeeds {
    static let scratch = Scratch("libsvm")
    static let text = (0..<12).map { "\($0 % 2 == 0 ? "+1" : "-1") 1:0.5 \($0 + 2):\($0 + 1)\n" }.joined()
}
