import Core
import Protocol

extension Trial {
    var entry: ServerImage.TrialEntry {
        ServerImage.TrialEntry(
            index: index, outcome: outcome, position: hasEnded ? nil : progress?.position,
            openChunks: hasEnded ? [] : openPushes.keys.sorted(),
            staleness: hasEnded || staleness.isEmpty ? nil : staleness, origin: hasEnded ? nil : origin)
    }

    /// The open round's pushes as records, by chunk.
    var openPushes: [Int: Record] {
        guard let progress else { return [:] }
        var records: [Int: Record] = [:]
        for (chunk, part) in zip(progress.round, roundParts) {
            guard let part else { continue }
            let push = Push(
                number: part.number, oldestUnanswered: part.number, trial: index, phase: progress.phase,
                chunk: chunk, base: progress.version, update: part.update)
            records[chunk] = Record(
                timeMilliseconds: 0, session: part.session, version: progress.version, rate: 1, staleness: 0,
                body: .push(push))
        }
        return records
    }
}
