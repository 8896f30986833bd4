/// A worker's incarnation: drawn at random when the process starts. A worker that restarts is a new worker.
package struct SessionID: Hashable, Comparable, Sendable {
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) { self.rawValue = rawValue }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.rawValue < right.rawValue }
}
