internal import Core
internal import Foundation
internal import Protocol

/// The file of a trained model: tensors that PyTorch's `load_state_dict` takes, all else as metadata.
struct ModelFile {
    static let format = "ignd-model-1"

    /// What identifies a file's content, so that it is not written again.
    private static let hashKey = "parameters_sha256"

    let sweep: Sweep
    let choice: ModelChoice
    let preprocessing: Preprocessing?

    private var trial: ResolvedTrial { sweep.trials[choice.trial] }

    /// `parameters` are the bytes of the trial's flat parameters.
    func encode(_ parameters: Payload) -> Payload {
        Safetensors.encode(
            ModelTensors(trial.specification).split(parameters), metadata: metadata)
    }

    private var metadata: [String: String] {
        var metadata = ModelFile.metadata(of: trial, in: sweep, hash: choice.hash)
        metadata["metric"] = sweep.metric.name
        metadata["metric_value"] = "\(choice.value)"
        metadata["preprocessing"] = preprocessing?.json
        return metadata
    }

    /// What is said of any parameters of a trial; `hash` is theirs.
    static func metadata(of trial: ResolvedTrial, in sweep: Sweep, hash: String) -> [String: String] {
        [
            "format": ModelFile.format,
            "ignd_version": softwareVersion,
            "sweep": sweep.name,
            "group": trial.group,
            "label": trial.label,
            "trial": "\(trial.index)",
            "seed": "\(trial.seed)",
            "learning_rate": "\(trial.learningRate)",
            "specification": String(decoding: trial.specification.json, as: UTF8.self),
            ModelFile.hashKey: hash,
        ]
    }

    /// Whether these bytes are the flat parameters of the trial's end.
    func fits(_ parameters: Payload) -> Bool {
        parameters.count == ModelTensors(trial.specification).byteCount
            && Digest(of: parameters.bytes).description == choice.hash
    }

    /// Whether the file at `path` is this one already.
    func isWritten(at path: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: path),
            let file = try? Safetensors(Payload(copying: data), file: path),
            let flat = try? ModelTensors(trial.specification).join(file, path: path)
        else { return false }
        return file.metadata == metadata && fits(flat)
    }
}
