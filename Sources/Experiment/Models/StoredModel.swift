internal import Core
internal import Foundation

/// A model file, read: a network with its parameters and its preprocessing.
package struct StoredModel {
    package let preprocessing: Preprocessing
    let specification: TrialSpecification
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
        guard case .vector(let inputs) = task.input, preprocessing.inputs.count == inputs else {
            throw Safetensors.wrong(
                path,
                "its preprocessing gives \(preprocessing.inputs.count) inputs, the model takes \(task.input)"
            )
        }
        parameters = try ModelTensors(specification).join(file, path: path)
    }

    private static func specification(_ file: Safetensors, path: String) throws -> TrialSpecification {
        guard let json = file.metadata["specification"],
            let specification = try? TrialSpecification(json: Array(json.utf8)),
            specification.chunk.samples > 0
        else { throw Safetensors.wrong(path, "has no specification that this version can read") }
        return specification
    }

    private static func preprocessing(_ file: Safetensors, path: String) throws -> Preprocessing {
        guard let json = file.metadata["preprocessing"], let preprocessing = try? Preprocessing(json: json)
        else { throw Safetensors.wrong(path, "has no preprocessing that this version can read") }
        return preprocessing
    }

    /// The raw output f of each row of `inputs`, which are row after row as the model takes them.
    func outputs(_ inputs: [Double]) throws -> [Double] {
        switch specification.precision {
        case .float32: return try outputs(inputs, as: Float.self)
        case .float64: return try outputs(inputs, as: Double.self)
        }
    }

    /// Goes through the same rows and kernel as an evaluation, so that the values are the same.
    private func outputs<S: Scalar>(_ inputs: [Double], as type: S.Type) throws -> [Double] {
        let width = preprocessing.inputs.count
        let count = inputs.count / width
        let element: Dataset.ElementType = S.precision == .float32 ? .float32 : .float64
        let x = Payload(count: inputs.count * MemoryLayout<S>.stride) { memory in
            let elements = memory.bindMemory(to: S.self)
            for (number, value) in inputs.enumerated() { elements[number] = S(value) }
        }
        let y = Payload(count: count * MemoryLayout<S>.stride) { _ in }
        let split = Payload(count: count) { _ in }
        let dataset = Dataset([
            "X": Dataset.Tensor(type: element, shape: [count, width], payload: x),
            "y": Dataset.Tensor(type: element, shape: [count], payload: y),
            "split": Dataset.Tensor(type: .uint8, shape: [count], payload: split),
        ])
        return try specification.predictions(of: dataset, parameters: parameters)
    }
}
