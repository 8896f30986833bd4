import Foundation

/// Which seeds are run: 5,000 in all, more if IGND_SIMULATION_SEEDS says so; IGND_SIMULATION_FIRST_SEED to see one again.
enum Seeds {
    static let first = number("IGND_SIMULATION_FIRST_SEED") ?? 1
    private static let total = number("IGND_SIMULATION_SEEDS") ?? 5_000

    /// The seeds of one of so many cells.
    static func all(of cells: Int) -> Range<UInt64> {
        let count = (total + UInt64(cells) - 1) / UInt64(cells)
        return first..<(first + max(count, 1))
    }

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }
}
