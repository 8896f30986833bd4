package import Core

/// How many samples a chunk should have: as few as keep the cost of a push below a twentieth of the computing, but never
/// so many that a phase falls apart into too few chunks.
package struct ChunkChoice {
    package let work: WorkCost
    package let link: LinkCost
    package let kind: TrialSpecification.ChunkKind
    package let mode: TrialSpecification.Mode
    package let samplesPerPhase: Int

    package static let largestOverhead = 0.05
    package static let fewestChunks = 20
    /// The same where one worker does sequential steps: nobody waits for news of them, and what is learnt does not depend
    /// on the number. Two leases are in flight, and no more than a quarter of a phase is lost with the worker.
    package static let fewestChunksAlone = 4

    package init(
        work: WorkCost, link: LinkCost, kind: TrialSpecification.ChunkKind, mode: TrialSpecification.Mode,
        samplesPerPhase: Int
    ) {
        self.work = work
        self.link = link
        self.kind = kind
        self.mode = mode
        self.samplesPerPhase = samplesPerPhase
    }

    /// The choice: a number of one digit and zeros, so that small differences of the measured times seldom change it.
    package var samples: Int {
        for size in ChunkChoice.roundNumbers where size < limit {
            if overhead(samples: size) <= ChunkChoice.largestOverhead { return size }
        }
        return limit
    }

    /// What a push costs, in units of the computing for it: round trip, bytes, applying on both sides.
    package func overhead(samples: Int) -> Double {
        let bytes = Double(work.push.bytes(samples: samples))
        let push = link.roundTripSeconds + bytes / link.bytesPerSecond + 2 * work.applySeconds
        return (push + work.chunkSeconds) / (Double(samples) * work.sampleSeconds)
    }

    /// The most samples that leave the phase its chunks, at least one.
    package var limit: Int { max(samplesPerPhase / chunksNeeded, 1) }

    /// A round must fit into a phase; and what an asynchronous push misses of the others, at equal speeds, shall be
    /// no more than a twentieth of a phase.
    package var chunksNeeded: Int {
        switch (mode, kind) {
        case (.average(let round), _): return max(ChunkChoice.fewestChunks, round)
        case (.async(1, _, _), .local): return ChunkChoice.fewestChunksAlone
        case (.async(let workers, let bound, _), _):
            return ChunkChoice.fewestChunks * max(min(workers - 1, bound ?? .max), 1)
        }
    }

    /// 1, 2, 3, 4, 5, 6, 8, 10, 20 …
    private static let roundNumbers: [Int] = (0...8).flatMap { power in
        [1, 2, 3, 4, 5, 6, 8].map { digit in (0..<power).reduce(digit) { number, _ in number * 10 } }
    }
}
