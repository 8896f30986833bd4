extension ReportTable {
    /// A plain tabular that needs no package; notes and commands below it.
    var tex: String {
        func line(_ cells: [String]) -> String {
            cells.map(ReportTable.tex).joined(separator: " & ") + " \\\\\n"
        }
        let body = rows.map { line($0.cells) }.joined()
        let remarks = rows.filter { !$0.notes.isEmpty }
            .map { "\($0.sweep), \($0.method): " + $0.notes.joined(separator: "; ") + "." }
        let below = (remarks + commands.map { "Made by: \($0)" })
            .map { "\\par\\noindent{\\footnotesize \(ReportTable.tex($0))}\n" }
        return "\\begin{tabular}{llllrrr}\n\\hline\n" + line(ReportRow.titles) + "\\hline\n" + body
            + "\\hline\n\\end{tabular}\n" + below.joined()
    }

    /// `text` with what TeX takes for commands escaped.
    package static func tex(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { $0 += tex($1) }
    }

    private static func tex(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\\": return "\\textbackslash{}"
        case "~": return "\\textasciitilde{}"
        case "^": return "\\textasciicircum{}"
        case "{", "}", "$", "&", "#", "_", "%": return "\\\(scalar)"
        case "<": return "$<$"
        case ">": return "$>$"
        case "|": return "$|$"
        case "±": return "$\\pm$"
        case "–": return "--"
        case "\"": return "''"
        case _ where scalar.properties.isWhitespace: return " "
        default: return String(scalar)
        }
    }
}
