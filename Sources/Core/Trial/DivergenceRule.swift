/// When a trial counts as diverged although its numbers are still finite: it will not come back, and its workers have
/// better to do.
package struct DivergenceRule: Codable, Sendable, Equatable {
    /// The loss is beyond this many times that of the initial parameters …
    package var lossFactor: Double
    /// … at so many milestones in a row.
    package var milestones: Int
    /// Or, at one milestone, a parameter is beyond this in absolute value.
    package var parameterLimit: Double

    package init(lossFactor: Double = 10, milestones: Int = 2, parameterLimit: Double = 1e12) {
        self.lossFactor = lossFactor
        self.milestones = milestones
        self.parameterLimit = parameterLimit
    }
}
