internal import Core
internal import Foundation

/// Settles `chunk: {samples: auto}`: once for a run directory, and the same number in every later start.
package struct ChunkResolution {
    private let link: LinkCost

    package init(link: LinkCost = LinkCost()) { self.link = link }

    /// A number that was chosen, and for which trials.
    package struct Choice: Equatable {
        package let groups: [String]
        package let samples: Int
    }

    /// Fills in what `loaded` leaves open: as the run directory has it, else as the one of `model` has it, else by
    /// measuring. What is chosen anew is told.
    ///
    /// - Parameter model: a run directory of the same sweep.
    /// - Throws: `InputError` if `model` is of another sweep or cannot be read.
    package func settle(_ loaded: inout LoadedSweep, in directory: RunDirectory?, like model: String?) throws
    {
        if loaded.openChunks.isEmpty { return }
        if let path = directory?.resolvedPath, FileManager.default.fileExists(atPath: path) {
            // Of another sweep: the directory itself complains when it is opened.
            _ = try take(from: path, &loaded)
        } else if let model {
            let path = RunDirectory(path: model).resolvedPath
            guard try take(from: path, &loaded) else {
                throw InputError(
                    .configuration, file: path, "is of another sweep; name a run of the same sweep file")
            }
        } else {
            for choice in try choose(&loaded) {
                Note.write(
                    "\(choice.groups.joined(separator: ", ")): chunks of \(choice.samples) samples (auto)")
            }
        }
    }

    /// Whether `loaded` is the sweep that was resolved at `path`, by now.
    private func take(from path: String, _ loaded: inout LoadedSweep) throws -> Bool {
        let resident = try Sweep.read(from: path)
        for index in loaded.openChunks where index < resident.trials.count {
            let samples = resident.trials[index].specification.chunk.samples
            loaded.settle(index, samples: samples)
        }
        return resident.identity == loaded.sweep.identity
    }

    /// Chooses by measuring. Trials that differ only in method, rate, schedule or seed get one number, the largest that
    /// one of their methods needs: so they stay comparable.
    package func choose(_ loaded: inout LoadedSweep) throws -> [Choice] {
        let meter = SweepMeasurement(loaded)
        var choices: [Choice] = []
        while let first = loaded.openChunks.min() {
            let task = ChunkResolution.task(of: loaded.sweep.trials[first])
            let alike = loaded.openChunks.sorted().map { loaded.sweep.trials[$0] }
                .filter { ChunkResolution.task(of: $0) == task }
            let samples = try [false, true].compactMap { isAdam in
                try alike.first { $0.specification.rule.isAdam == isAdam }
                    .map { try choice(for: $0.specification, meter).samples }
            }.max()!
            for trial in alike { loaded.settle(trial.index, samples: samples) }
            var groups: [String] = []
            for trial in alike where !groups.contains(trial.group) { groups.append(trial.group) }
            choices.append(Choice(groups: groups, samples: samples))
        }
        return choices
    }

    private func choice(for trial: TrialSpecification, _ meter: SweepMeasurement) throws -> ChunkChoice {
        ChunkChoice(
            work: try meter.cost(of: trial), link: link, kind: trial.chunk, mode: trial.mode,
            samplesPerPhase: trial.samplesPerPhase)
    }

    /// A trial without what its method is.
    private static func task(of trial: ResolvedTrial) -> TrialSpecification {
        var task = trial.specification
        task.normalizer = .none
        task.rule = .sgd
        task.learningRate = 1
        task.schedule = .constant
        task.seed = 0
        return task
    }
}

extension LoadedSweep {
    fileprivate mutating func settle(_ index: Int, samples: Int) {
        let chunk = sweep.trials[index].specification.chunk
        sweep.trials[index].specification.chunk = chunk.with(samples: samples)
        openChunks.remove(index)
    }
}
