package import Core
internal import Foundation

/// Writes the models of a sweep that is done: one file a group, and nothing else stays in the directory.
///
/// Doing it again changes nothing, so a process may be killed at any point of it and the next one goes on.
package struct ModelExport {
    private let directory: RunDirectory
    private let sweep: Sweep
    private let preprocessing: [String: Preprocessing]

    /// `datasets` are those of the sweep: models carry their preprocessing.
    package init(directory: RunDirectory, sweep: Sweep, datasets: [PreparedDataset]) {
        self.directory = directory
        self.sweep = sweep
        preprocessing = datasets.reduce(into: [:]) { $0[$1.digest] = $1.preprocessing }
    }

    /// Takes parameters from the store, which is removed afterwards. Those that it lacks (a run of an earlier version,
    /// a loss of power) come from `rebuild`, which gets the trials' numbers.
    package func run(rebuild: (Set<Int>) throws -> [Int: Payload]) throws {
        let models = try models()
        try directory.make(directory.modelsPath)
        try directory.make(directory.parametersPath)
        let store = try ParameterStore(directory: directory.parametersPath, sweep: sweep)
        var missing: [(file: ModelFile, path: String)] = []
        for (file, path) in models where !file.isWritten(at: path) {
            guard let parameters = store.parameters(of: file.choice.trial), file.fits(parameters) else {
                missing.append((file, path))
                continue
            }
            try WholeFile.write(file.encode(parameters), to: path, syncing: true)
        }
        try write(missing, rebuild: rebuild)
        try removeOthers(than: Set(models.map(\.path)))
        try store.remove()
    }

    private func write(
        _ missing: [(file: ModelFile, path: String)], rebuild: (Set<Int>) throws -> [Int: Payload]
    ) throws {
        if missing.isEmpty { return }
        let rebuilt = try rebuild(Set(missing.map(\.file.choice.trial)))
        for (file, path) in missing {
            guard let parameters = rebuilt[file.choice.trial], file.fits(parameters) else {
                Note.write("\(path): not written: the parameters of trial \(file.choice.trial) were not kept")
                continue
            }
            try WholeFile.write(file.encode(parameters), to: path, syncing: true)
        }
    }

    /// What is to be there, by path. A group without a value to compare has no model.
    private func models() throws -> [(file: ModelFile, path: String)] {
        let events = try RunResults(directory: directory.path).events
        let results = try Results(events: events, keys: sweep.keys, choice: sweep.choice)
        let names = ModelFileNames.names(of: results.groups.map(\.name))
        return zip(results.groups, names).compactMap { group, name in
            guard let choice = ModelChoice(group, choice: sweep.choice) else { return nil }
            let file = ModelFile(
                sweep: sweep, choice: choice, preprocessing: preprocessing(of: choice.trial))
            return (file, directory.modelsPath + "/" + name)
        }
    }

    private func preprocessing(of trial: Int) -> Preprocessing? {
        guard case .supervised(let task) = sweep.trials[trial].specification.task else { return nil }
        return preprocessing[task.dataset]
    }

    private func removeOthers(than paths: Set<String>) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.modelsPath) {
            let path = directory.modelsPath + "/" + name
            let isOurs = [ModelFileNames.suffix, WholeFile.unfinishedSuffix].contains(where: name.hasSuffix)
            if isOurs && !paths.contains(path) { unlink(path) }
        }
    }
}
