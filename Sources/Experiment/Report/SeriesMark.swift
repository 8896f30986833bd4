/// A sign on a curve where something happens to its runs.
struct SeriesMark: Equatable {
    enum Kind: CaseIterable {
        /// The first run is lost here, or the last one.
        case diverged
        /// All runs that are left have converged: the curve ends.
        case converged
        /// The curve goes on above the picture.
        case leaves
    }

    let kind: Kind
    let x: Double
    let y: Double

    static func meaning(_ kind: Kind) -> String {
        switch kind {
        case .diverged: return "runs diverge"
        case .converged: return "all runs converged"
        case .leaves: return "leaves the picture"
        }
    }
}
