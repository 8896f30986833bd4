/// Which end of a text stays if it has more tokens than a model reads.
package enum TokenKeep: String, Codable, Sendable, CaseIterable {
    case first, last
}
