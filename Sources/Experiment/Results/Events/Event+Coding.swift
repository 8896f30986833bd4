internal import Core
internal import Foundation

extension Event: Codable {
    private enum CodingKeys: String, CodingKey {
        case sequence, time, trial, phase, version, metrics, outcome, hash, worker, staleness
        case kind = "event"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(Kind.self, forKey: .kind)
        let outcome = try container.decodeIfPresent(Outcome.self, forKey: .outcome)
        guard (outcome != nil) == (kind == .finished) else {
            throw DecodingError.dataCorruptedError(
                forKey: .outcome, in: container,
                debugDescription: "a finished trial, and no other, has an outcome")
        }
        self.init(
            sequence: try container.decode(UInt64.self, forKey: .sequence),
            time: try container.decode(EventTime.self, forKey: .time), kind: kind,
            trial: try container.decode(Int.self, forKey: .trial),
            phase: try container.decode(Int.self, forKey: .phase),
            version: try container.decode(UInt64.self, forKey: .version),
            metrics: try container.decode([String: Double].self, forKey: .metrics).map { Metric($0, $1) },
            outcome: outcome, hash: try container.decodeIfPresent(String.self, forKey: .hash),
            worker: try container.decodeIfPresent(String.self, forKey: .worker))
        staleness =
            try container.decodeIfPresent(StalenessHistogram.self, forKey: .staleness) ?? StalenessHistogram()
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(time, forKey: .time)
        try container.encode(kind, forKey: .kind)
        try container.encode(trial, forKey: .trial)
        try container.encode(phase, forKey: .phase)
        try container.encode(version, forKey: .version)
        let values = Dictionary(metrics.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        try container.encode(values, forKey: .metrics)
        try container.encodeIfPresent(outcome, forKey: .outcome)
        try container.encodeIfPresent(hash, forKey: .hash)
        try container.encodeIfPresent(worker, forKey: .worker)
        if !staleness.isEmpty { try container.encode(staleness, forKey: .staleness) }
    }
}

extension Event {
    /// The line of events.jsonl, with its newline. Keys are sorted, so equal events give equal bytes.
    package var line: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            preconditionFailure("an event can always be written: \(error)")
        }
    }

    /// Reads a line without its newline; the error says in words what is wrong with it.
    package init(line: some Sequence<UInt8>) throws(EventLineFault) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            self = try decoder.decode(Event.self, from: Foundation.Data(line))
        } catch {
            throw EventLineFault(error)
        }
    }
}
