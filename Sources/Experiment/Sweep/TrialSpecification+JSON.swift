package import Core
internal import Foundation

extension TrialSpecification {
    /// The specification as it travels to a worker.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(self))
        } catch {
            preconditionFailure("a resolved specification can always be encoded: \(error)")
        }
    }

    /// - Throws: `DecodingError` if `json` is no specification of this version, `RunError` if no trial can be run
    ///   by it.
    package init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(TrialSpecification.self, from: Data(json))
        if let fault { throw RunError(.failed, "the specification makes no trial: it has \(fault)") }
    }
}
