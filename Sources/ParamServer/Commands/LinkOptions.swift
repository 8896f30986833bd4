import ArgumentParser
import Experiment

/// How far away the workers are, for `chunk: {samples: auto}` and forecasts.
struct LinkOptions: ParsableArguments {
    @Option(help: "Milliseconds of a round trip to the workers; the default is that of one machine.")
    var roundTrip = 0.1

    @Option(help: "Megabytes a second that a push passes on its way into the journal.")
    var bandwidth = 1_000.0

    static let optionNames = ["--round-trip", "--bandwidth"]

    var cost: LinkCost { LinkCost(roundTripSeconds: roundTrip / 1e3, bytesPerSecond: bandwidth * 1e6) }

    func validate() throws {
        if !(roundTrip >= 0 && roundTrip <= 1e5) {
            throw ValidationError("--round-trip takes 0 to 100000 milliseconds")
        }
        if !(bandwidth > 0 && bandwidth <= 1e7) {
            throw ValidationError("--bandwidth takes a positive number of megabytes a second")
        }
    }
}
