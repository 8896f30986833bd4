import Protocol

/// The push or milestone that made a version. The version alone does not tell: when work was done twice, it might have
/// been either.
package struct Origin: Codable, Equatable, Sendable {
    package var session: UInt64
    package var number: UInt64

    package init(_ session: SessionID, _ number: UInt64) {
        self.session = session.rawValue
        self.number = number
    }
}
