/// What it costs to carry a push to the server and its answer back.
package struct LinkCost: Equatable, Sendable {
    /// From the end of a chunk to the start of the next, for a push of no bytes.
    package var roundTripSeconds: Double
    /// Sending, journal and receiving together.
    package var bytesPerSecond: Double

    package init(roundTripSeconds: Double = 1e-4, bytesPerSecond: Double = 1e9) {
        self.roundTripSeconds = roundTripSeconds
        self.bytesPerSecond = bytesPerSecond
    }

    /// What the server spends on a push of no bytes: it takes one after the other.
    package static let serverSecondsPerPush = 25e-6
}
