/// What a number may be; the raw value is how an error says it.
package enum NumberBound: String, Sendable {
    case any = "any number"
    case positive = "a number above 0"
    case notNegative = "0 or more"
    case belowOne = "a number from 0 up to but not including 1"
    case fraction = "a number from 0 to 1"
    case insideUnit = "a number between 0 and 1, both excluded"
    case notZero = "a number other than 0"

    func allows(_ value: Double) -> Bool {
        switch self {
        case .any: return true
        case .positive: return value > 0
        case .notNegative: return value >= 0
        case .belowOne: return value >= 0 && value < 1
        case .fraction: return value >= 0 && value <= 1
        case .insideUnit: return value > 0 && value < 1
        case .notZero: return value != 0
        }
    }
}
