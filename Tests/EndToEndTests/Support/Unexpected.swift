import Foundation

/// Something that a test cannot go on from: a wait that took too long, a program that failed.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// How many times as long as usual a wait may take: the programs are slow in a build with a sanitizer.
private let patience = ProcessInfo.processInfo.environment["IGND_TEST_PATIENCE"].flatMap(Double.init) ?? 1

/// Looks again and again until `condition` gives a value; nothing waits for ever.
func waiting<T>(
    for what: String, seconds: Double = 60, _ condition: () throws -> T?
) async throws -> T {
    let end = ContinuousClock.now + .seconds(seconds * patience)
    while ContinuousClock.now < end {
        if let value = try condition() { return value }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw Unexpected("waited \(seconds * patience) s for \(what)")
}
