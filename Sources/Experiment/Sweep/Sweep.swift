internal import Core
internal import Foundation
internal import Protocol

/// A sweep with everything resolved: what resolved.json in a run directory holds.
package struct Sweep: Codable, Sendable, Equatable {
    package var name: String
    package var metric: SweepMetric
    package var trials: [ResolvedTrial]

    package init(name: String, metric: SweepMetric, trials: [ResolvedTrial]) {
        self.name = name
        self.metric = metric
        self.trials = trials
    }

    /// SHA-256 (hex) of the resolved sweep: two files that mean the same have the same identity.
    package var identity: String {
        Digest(of: Sweep.encode(self, [.sortedKeys, .withoutEscapingSlashes])).description
    }

    /// The bytes of resolved.json, the same in every process.
    package var resolvedJSON: [UInt8] {
        Sweep.encode(self, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + [UInt8(ascii: "\n")]
    }

    /// Writes resolved.json: a whole file or none.
    package func write(to path: String) throws {
        do {
            try Data(resolvedJSON).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw InputError(.cannotWrite, file: path, "cannot be written: \(error.cause)")
        }
    }

    /// Reads resolved.json.
    package static func read(from path: String) throws -> Sweep {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(.inputMissing, file: path, "cannot be read; is this a run directory?")
        }
        do {
            let sweep = try JSONDecoder().decode(Sweep.self, from: data)
            try sweep.check(file: path)
            return sweep
        } catch let error as DecodingError {
            throw InputError(.badData, file: path, "is not a resolved sweep of this version: \(error)")
        }
    }

    /// A file that was changed by hand may say anything.
    private func check(file: String) throws {
        for (place, trial) in trials.enumerated() {
            guard trial.index == place else {
                throw InputError(
                    .badData, file: file,
                    "has trial \(trial.index) at place \(place); it was changed since it was made")
            }
            guard let fault = trial.specification.fault else { continue }
            throw InputError(
                .badData, file: file, "trial \(place) has \(fault); the file was changed since it was made")
        }
    }

    private static func encode(_ sweep: Sweep, _ format: JSONEncoder.OutputFormatting) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        do {
            return Array(try encoder.encode(sweep))
        } catch {
            // The readers let only finite numbers through.
            preconditionFailure("a resolved sweep can always be encoded: \(error)")
        }
    }
}
