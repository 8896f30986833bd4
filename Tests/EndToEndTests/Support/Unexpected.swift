/// Something that a test cannot go on from: a wait that took too long, a program that failed.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Looks again and again until `condition` gives a value; nothing waits for ever.
func waiting<T>(
    for what: String, seconds: Double = 60, _ condition: () throws -> T?
) async throws -> T {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if let value = try condition() { return value }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw Unexpected("waited \(seconds) s for \(what)")
}
