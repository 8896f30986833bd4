import Foundation

/// What was run, for those who count: a line of JSON each in the file that IGND_SIMULATION_REPORT names.
enum SimulationReport {
    struct Cell: Encodable {
        var cell: String
        var seeds = 0
        var failed = 0
        var serverCrashes = 0
    }

    struct Planted: Encodable {
        var canary: String
        /// Nil: it lives on.
        var caughtBySeed: UInt64?

        enum CodingKeys: CodingKey { case canary, caughtBySeed }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(canary, forKey: .canary)
            try container.encode(caughtBySeed, forKey: .caughtBySeed)
        }
    }

    private static let path = ProcessInfo.processInfo.environment["IGND_SIMULATION_REPORT"]

    static func note(_ entry: some Encodable) {
        guard let path else { return }
        guard let line = try? JSONEncoder().encode(entry) else {
            preconditionFailure("numbers can be encoded")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        defer { close(descriptor) }
        let bytes = Array(line) + Array("\n".utf8)
        precondition(write(descriptor, bytes, bytes.count) == bytes.count, "the report can be written")
    }
}
