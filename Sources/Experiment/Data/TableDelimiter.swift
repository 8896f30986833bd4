internal import Foundation

/// The byte between two cells of a table.
package enum TableDelimiter {
    package static let comma = UInt8(ascii: ",")
    package static let tab = UInt8(ascii: "\t")
    static let all = [comma, tab, UInt8(ascii: ";"), UInt8(ascii: "|")]

    /// A tab for .tsv and .tab, else a comma.
    package static func of(_ path: String) -> UInt8 {
        let name = SourceFile.name(of: path).lowercased()
        return name.hasSuffix(".tsv") || name.hasSuffix(".tab") ? tab : comma
    }
}
