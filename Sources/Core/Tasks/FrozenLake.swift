/// FrozenLake-v1, the 4×4 map, with deterministic moves (section 4.6).
package enum FrozenLake {
    package static let states = 16
    package static let actions = 4
    private static let map = Array("SFFFFHFHFFFHHFFG".utf8)

    package struct Step: Equatable, Sendable {
        package var state: Int
        package var reward: Double
        package var isTerminal: Bool
    }

    /// Holes and the goal end an episode.
    package static func isTerminal(_ state: Int) -> Bool {
        map[state] == UInt8(ascii: "H") || map[state] == UInt8(ascii: "G")
    }

    /// Actions: 0 left, 1 down, 2 right, 3 up; a wall leaves the state as it is.
    package static func step(_ state: Int, _ action: Int) -> Step {
        var (row, column) = (state / 4, state % 4)
        switch action {
        case 0: column = max(column - 1, 0)
        case 1: row = min(row + 1, 3)
        case 2: column = min(column + 1, 3)
        default: row = max(row - 1, 0)
        }
        let next = row * 4 + column
        return Step(state: next, reward: next == 15 ? 1 : 0, isTerminal: isTerminal(next))
    }

    /// Q* by value iteration; zero in terminal states.
    package static func optimalValues(discount: Double) -> [Double] {
        var values = [Double](repeating: 0, count: states * actions)
        var change = Double.infinity
        while change > 0 {
            change = 0
            for state in 0..<states where !isTerminal(state) {
                for action in 0..<actions {
                    let step = step(state, action)
                    let best = (0..<actions).map { values[step.state * actions + $0] }.max() ?? 0
                    let value = step.reward + (step.isTerminal ? 0 : discount * best)
                    change = max(change, (value - values[state * actions + action]).magnitude)
                    values[state * actions + action] = value
                }
            }
        }
        return values
    }
}

extension FrozenLakeSpecification {
    /// A factor for each of the 64 features: a random integer in [−range, range] without 0.
    package static func randomScales(range: Int, seed: UInt64) -> [Double] {
        var random = RandomStream(seed: seed, purpose: .featureScale)
        return (0..<(FrozenLake.states * FrozenLake.actions)).map { _ in
            let magnitude = Double(1 + random.integer(below: range))
            return random.integer(below: 2) == 0 ? magnitude : -magnitude
        }
    }
}
