internal import Core
internal import Foundation

/// A model file, read: a network with its parameters and its preprocessing.
package struct StoredModel {
    package let preprocessing: Preprocessing
    let specification: TrialSpecification
    /// The constant by which targets were divided.
    let targetScale: Double
    /// The flat parameters in the specification's precision.
    let parameters: Payload

    /// - Throws: `InputError` that says why it cannot predict.
    package init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(
                .inputMissing, file: path, "cannot be read; the models of a run are in its directory models/")
        }
        let file = try Safetensors(Payload(copying: data), file: path)
        guard file.metadata["format"] == ModelFile.format else {
            throw Safetensors.wrong(path, "is no model of ignd: its format is not \(ModelFile.format)")
        }
        specification = try StoredModel.specification(file, path: path)
        guard case .supervised(let task) = specification.task else {
            throw Safetensors.wrong(
                path, "holds what a control task has learnt; only models of supervised tasks predict")
        }
        preprocessing = try StoredModel.preprocessing(file, path: path)
        try preprocessing.check(fits: task.input, name: path)
        targetScale = task.targetScale
        do {
            _ = try Network(input: task.input, layers: task.layers)
        } catch {
            throw Safetensors.wrong(path, "has layers that make no network: \(error)")
        }
        parameters = try ModelTensors(specification).join(file, path: path)
    }

    private static func specification(_ file: Safetensors, path: String) throws -> TrialSpecification {
        guard let json = file.metadata["specification"],
            let specification = try? TrialSpecification(json: Array(json.utf8))
        else { throw Safetensors.wrong(path, "has no specification that this version can read") }
        return specification
    }

    private static func preprocessing(_ file: Safetensors, path: String) throws -> Preprocessing {
        guard let json = file.metadata["preprocessing"], let preprocessing = try? Preprocessing(json: json)
        else { throw Safetensors.wrong(path, "has no preprocessing that this version can read") }
        return preprocessing
    }

    /// The raw output f of each row of `samples`, which have the form of a prepared data set of training rows. Goes
    /// through the same kernels as an evaluation, so that the values are the same.
    func outputs(_ samples: Dataset) throws -> [Double] {
        try specification.predictions(of: samples, parameters: parameters)
    }
}
