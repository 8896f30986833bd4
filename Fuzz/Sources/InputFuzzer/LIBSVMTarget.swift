@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// Rows with ascending indices and finite numbers, or a line with what is wrong in it.
    static let libsvm = FuzzTarget(
        "libsvm",
        seeds: { [Array(LIBSVMSeeds.text.utf8), Array("# c\n+1 0:1e3 4:-.5 # x\r\n\n-1\t\n".utf8)] }
    ) {
        bytes in
        let text = Array(bytes)
        let limit = Double(Float.greatestFiniteMagnitude)
        guard
            let rows = try InputErrorCheck.read(
                file: "f",
                { try text.withUnsafeBytes { try LIBSVMScanner<Float>.rows($0, file: "f") } })
        else { return }
        demand(rows.lines.count == rows.count, "rows without places")
        demand(rows.offsets[0] == 0 && rows.offsets[rows.count] == rows.entries, "offsets lead elsewhere")
        demand(rows.labels.allSatisfy { abs($0) <= limit }, "a label that is too large")
        demand((0..<rows.entries).allSatisfy { rows.values[$0].isFinite }, "a value that is too large")
        for row in 0..<rows.count {
            let indices = rows.entries(ofRow: row).map { rows.indices[$0] }
            demand(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 }, "indices descend")
        }
        LIBSVMSeeds.scratch.write(text, to: "f")
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
