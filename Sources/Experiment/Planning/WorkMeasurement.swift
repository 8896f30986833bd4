package import Core

/// Measures what a trial's work costs, by doing a little of it in this process.
package struct WorkMeasurement {
    private let specification: TrialSpecification
    private let dataset: Dataset?

    /// How long one probe may take, about; a slow model does a single sample.
    private static let probeSeconds = 0.05
    private static let largestProbe = 512
    private static let repeats = 3

    /// - Parameter dataset: what the trial's plan names, if it names one.
    package init(_ specification: TrialSpecification, dataset: Dataset?) {
        self.specification = specification
        self.dataset = dataset
    }

    /// - Throws: `DatasetFault` if the data set does not fit the trial.
    package func run() throws -> WorkCost {
        let state = try initialState()
        let single = try probe(samples: 1, state)
        let few = try probe(samples: size(filling: 0.2, at: single.seconds), state)
        let many = try probe(samples: size(filling: 1, at: few.seconds / Double(few.samples)), state)
        let slope = (many.seconds - few.seconds) / Double(max(many.samples - few.samples, 1))
        let average = many.seconds / Double(many.samples)
        let sample = slope > 0 ? min(slope, average) : average
        return WorkCost(
            sampleSeconds: sample, chunkSeconds: max(many.seconds - sample * Double(many.samples), 0),
            applySeconds: many.applySeconds, push: many.push, snapshotBytes: state.bytes.count)
    }

    /// Samples that take about this share of a probe's time.
    private func size(filling share: Double, at sampleSeconds: Double) -> Int {
        let fitting = share * WorkMeasurement.probeSeconds / max(sampleSeconds, 1e-9)
        let largest = share * Double(WorkMeasurement.largestProbe)
        return max(min(Int(min(fitting, largest)), specification.samplesPerPhase), 1)
    }

    private struct Probe {
        let samples: Int
        let seconds: Double
        let applySeconds: Double
        let push: PushSize
    }

    /// The fastest of some runs of one chunk; the first one, which finds nothing in the caches, does not count.
    private func probe(samples: Int, _ state: ParameterState) throws -> Probe {
        let plan = specification.plan
        let trainer = try trial(samples).makeTrainer(dataset: dataset)
        var (seconds, applySeconds) = (Double.infinity, Double.infinity)
        var push = PushSize(fixedBytes: state.bytes.count)
        for turn in 0...WorkMeasurement.repeats {
            var result = ChunkResult.diverged
            let time = WorkMeasurement.seconds {
                trainer.begin(phase: 1, chunk: 0, state: state)
                while !trainer.advance(samples: .max) {}
                result = trainer.finish()
            }
            if turn > 0 || time > WorkMeasurement.probeSeconds { seconds = min(seconds, time) }
            guard case .update(let update) = result else { continue }
            let copy = state.copy()
            let apply = WorkMeasurement.seconds { copy.apply(update, meaning: plan.meaning, rate: 1e-9) }
            applySeconds = min(applySeconds, apply)
            push = PushSize(of: update, samples: samples, table: plan.table, precision: plan.precision)
            if time > 4 * WorkMeasurement.probeSeconds { break }
        }
        return Probe(
            samples: samples, seconds: seconds, applySeconds: applySeconds.isFinite ? applySeconds : 0,
            push: push)
    }

    /// The trial with chunks of so many samples, and a rate by which nothing diverges.
    private func trial(_ samples: Int) -> TrialSpecification {
        var trial = specification
        trial.chunk = trial.chunk.with(samples: samples)
        trial.learningRate = 1e-9
        return trial
    }

    /// The parameters as they are at the start. A supervised trial's first milestone would evaluate them as well.
    private func initialState() throws -> ParameterState {
        let plan = specification.plan
        let state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
        guard case .supervised(let task) = specification.task else {
            let trainer = try specification.makeTrainer(dataset: dataset)
            state.assign(trainer.milestone(phase: 0, state: state).assignment)
            return state
        }
        let network = try Network(input: task.input, layers: task.layers)
        switch plan.precision {
        case .float32: fill(state, with: network.initialParameters(Float.self, seed: specification.seed))
        case .float64: fill(state, with: network.initialParameters(Double.self, seed: specification.seed))
        }
        return state
    }

    private func fill<S: Scalar>(_ state: ParameterState, with values: [S]) {
        state.parameters(S.self).update(from: values, count: values.count)
    }

    private static func seconds(_ work: () -> Void) -> Double {
        let time = ContinuousClock().measure(work)
        return Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    }
}
