/// The figure of the runs of one kind of task: the panels of each, with one caption.
struct FigureSheet {
    let subject: String
    var runs: [ReportRun]

    /// "policy-error" for "Policy error".
    static func fileName(_ subject: String) -> String {
        subject.lowercased().replacing(" ", with: "-")
    }

    private var isAlone: Bool { runs.count == 1 }

    /// Of the sweep if it is alone, else of the subject.
    var title: String { isAlone ? runs[0].sweep.name : subject }

    var figure: Figure {
        let styles = styles
        let panels = runs.flatMap {
            FigureBuilder(run: $0, styles: styles, place: isAlone ? "" : $0.sweep.name).panels
        }
        return Figure(
            name: isAlone ? runs[0].name : FigureSheet.fileName(subject),
            title: isAlone ? "\(subject): \(runs[0].sweep.name)" : subject, panels: panels,
            caption: FigureCaption(runs: runs, panels: panels).text, commands: runs.map(\.commandText))
    }

    /// A method looks the same in all panels.
    private var styles: [String: SeriesStyle] {
        var styles: [String: SeriesStyle] = [:]
        for group in runs.flatMap(\.results.groups) where styles[group.rows[0].label] == nil {
            styles[group.rows[0].label] = SeriesStyle(styles.count)
        }
        return styles
    }
}
