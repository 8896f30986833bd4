/// The configurations that differ in the learning rate, and the rate that was chosen among them.
package struct ResultGroup: Sendable {
    package let name: String
    /// In the order of their rates.
    package let rows: [ResultRow]
    package let selection: Selection

    init(name: String, histories: [TrialHistory], choice: MetricChoice) {
        self.name = name
        let configurations = Dictionary(grouping: histories, by: \.key.learningRate)
        rows = configurations.sorted { $0.key < $1.key }.map { ResultRow($0.value, metric: choice.name) }
        selection = Selection(rows: rows, choice: choice)
    }

    package var chosen: ResultRow? { selection.chosen.map { rows[$0] } }
}
