import Core
import Protocol

/// The server's whole state between two records: what a snapshot file holds.
///
/// Sessions, leases and tails are not part of it: workers bring or rebuild them.
package struct ServerImage {
    /// What is known of one trial beside its numbers.
    package struct TrialEntry: Codable, Equatable {
        package var index: Int
        /// Set for an ended trial; it has no numbers any more.
        package var outcome: TrialOutcome?
        package var position: TrialProgress.Position?
        /// `average`: the chunks of the open round that have committed.
        package var openChunks: [Int]
        /// Of the open phase's commits; nil: none, or none that could be stale.
        package var staleness: StalenessHistogram?
    }

    /// One session's newest number in the journal.
    package struct SessionEntry: Equatable {
        package var session: UInt64
        package var number: UInt64
    }

    /// The journal's newest record in it, and where that ends in its segment.
    package var sequence: UInt64
    package var journalOffset: Int
    package var sessions: [SessionEntry]
    package var trials: [TrialEntry]
    /// The newest record that gave an event; nil if that is not known.
    package var newestEvent: UInt64?
    /// The state of each running trial, by index.
    package var states: [Int: Payload]
    /// The pushes of open rounds, as journal records, by trial and chunk.
    package var openPushes: [Int: [Int: Record]]
}

extension ParameterServer {
    /// The state as it is now; `journalOffset` is the segment's size. Numbers are not copied.
    package func image(journalOffset: Int) -> ServerImage {
        var image = ServerImage(
            sequence: sequence, journalOffset: journalOffset,
            sessions: lastNumbers.sorted { $0.key < $1.key }.map {
                ServerImage.SessionEntry(session: $0.key.rawValue, number: $0.value)
            },
            trials: [], newestEvent: newestEvent, states: [:], openPushes: [:])
        for trial in trials where trial.hasEnded || trial.progress != nil {
            image.trials.append(trial.entry)
            guard let progress = trial.progress, !trial.hasEnded else { continue }
            image.states[trial.index] = Payload(owner: progress.state, bytes: progress.state.bytes)
            image.openPushes[trial.index] = trial.openPushes
        }
        return image
    }

    /// Puts a fresh server into the state of `image`.
    package mutating func restore(_ image: ServerImage) {
        precondition(sequence == 0, "only a fresh server is restored")
        sequence = image.sequence
        newestEvent = image.newestEvent ?? 0
        for entry in image.sessions { lastNumbers[SessionID(entry.session)] = entry.number }
        for entry in image.trials { restore(entry, of: image) }
    }

    /// Puts one fresh trial into the state that it has in `image`.
    package mutating func restore(_ entry: ServerImage.TrialEntry, of image: ServerImage) {
        trials[entry.index].restore(
            entry, state: image.states[entry.index], openPushes: image.openPushes[entry.index] ?? [:])
    }
}
