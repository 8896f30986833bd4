package import Core
internal import Foundation
internal import Protocol

/// The file of any version of a trial's parameters: tensors and metadata as in the models of a sweep that is done, with
/// the version in the place of a metric's value.
package struct VersionFile {
    package let content: Payload
    /// SHA-256 (hex) of the flat parameters.
    package let hash: String

    /// `parameters` are the flat parameters at `version`. If the run has exported a model of the same data set, the
    /// file has its preprocessing too, so that it can predict.
    package init(
        _ parameters: Payload, version: UInt64, of trial: ResolvedTrial, in sweep: Sweep, run: RunDirectory
    ) {
        hash = Digest(of: parameters.bytes).description
        var metadata = ModelFile.metadata(of: trial, in: sweep, hash: hash)
        metadata["version"] = "\(version)"
        metadata["preprocessing"] = VersionFile.preprocessing(of: trial, models: run.modelsPath)
        content = Safetensors.encode(ModelTensors(trial.specification).split(parameters), metadata: metadata)
    }

    private static func preprocessing(of trial: ResolvedTrial, models: String) -> String? {
        let datasets = trial.specification.plan.datasets
        guard !datasets.isEmpty, let names = try? FileManager.default.contentsOfDirectory(atPath: models)
        else {
            return nil
        }
        for name in names.sorted() where name.hasSuffix(ModelFileNames.suffix) {
            let path = models + "/" + name
            guard let data = FileManager.default.contents(atPath: path),
                let file = try? Safetensors(Payload(copying: data), file: path),
                let json = file.metadata["specification"],
                let specification = try? TrialSpecification(json: Array(json.utf8)),
                specification.plan.datasets == datasets
            else { continue }
            return file.metadata["preprocessing"]
        }
        return nil
    }
}
