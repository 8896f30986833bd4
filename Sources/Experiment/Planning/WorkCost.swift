internal import Core

/// What a trial's work costs on one core, as measured or as supposed.
package struct WorkCost: Equatable, Sendable {
    package var sampleSeconds: Double
    /// What a chunk costs beyond its samples: copying the parameters, taking the difference.
    package var chunkSeconds: Double
    /// Applying one push.
    package var applySeconds: Double
    package var push: PushSize
    /// A dense snapshot: what a worker that misses much gets.
    package var snapshotBytes: Int

    package init(
        sampleSeconds: Double, chunkSeconds: Double, applySeconds: Double, push: PushSize, snapshotBytes: Int
    ) {
        self.sampleSeconds = sampleSeconds
        self.chunkSeconds = chunkSeconds
        self.applySeconds = applySeconds
        self.push = push
        self.snapshotBytes = snapshotBytes
    }

    /// What a worker computes for one chunk.
    package func computeSeconds(samples: Int) -> Double { Double(samples) * sampleSeconds + chunkSeconds }
}

/// The bytes of a push by the number of its samples: a part that is always there, and one that grows with them (rows of
/// an embedding, factors) up to the whole tensors.
package struct PushSize: Equatable, Sendable {
    package var fixedBytes: Int
    package var bytesPerSample: Double
    package var growingLimit: Int
    /// "dense", "rows", "factors", or several.
    package var forms: [String]

    package init(
        fixedBytes: Int, bytesPerSample: Double = 0, growingLimit: Int = 0, forms: [String] = ["dense"]
    ) {
        self.fixedBytes = fixedBytes
        self.bytesPerSample = bytesPerSample
        self.growingLimit = growingLimit
        self.forms = forms
    }

    package func bytes(samples: Int) -> Int {
        fixedBytes + Int(min(bytesPerSample * Double(samples), Double(growingLimit)))
    }
}

extension PushSize {
    /// The size as one chunk of `samples` samples showed it.
    init(of update: Update, samples: Int, table: TensorTable, precision: Precision) {
        var (fixed, growing, limit) = (update.payload.count, 0, 0)
        var forms: [String] = []
        for block in update.blocks {
            let name: String
            switch block.form {
            case .dense: name = "dense"
            case .factors: name = "factors"
            case .rows: name = "rows"
            }
            if !forms.contains(name) { forms.append(name) }
            if block.form == .dense { continue }
            growing += block.byteCount(in: table, precision: precision)
            limit += Block(tensor: block.tensor, form: .dense).byteCount(in: table, precision: precision)
        }
        fixed -= growing
        self.init(
            fixedBytes: fixed, bytesPerSample: Double(growing) / Double(samples), growingLimit: limit,
            forms: forms)
    }
}
