@testable import Core
@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// What is read lies within the file and has the size that its shape says; written again it is the same. A file that
    /// passes for a data set can be learnt from.
    static let safetensors = FuzzTarget("safetensors", seeds: { try SafetensorsSeeds.all() }) { bytes in
        let payload = Payload(copying: bytes)
        guard let file = try InputErrorCheck.read(file: "f", { try Safetensors(payload, file: "f") }) else {
            return
        }
        for (name, tensor) in file.tensors { check(tensor, name, in: payload) }
        let again = try Safetensors(Safetensors.encode(file.tensors, metadata: file.metadata), file: "f")
        demand(again.metadata == file.metadata, "other metadata")
        demand(Set(again.tensors.keys) == Set(file.tensors.keys), "other tensors")
        for (name, tensor) in again.tensors {
            let old = file.tensors[name]!
            demand(tensor.type == old.type && tensor.shape == old.shape, "\(name) has another shape")
            demand(tensor.payload.bytes.elementsEqual(old.payload.bytes), "\(name) has other values")
        }
        guard let dataset = try InputErrorCheck.read(file: "f", { try PreparedDataset(payload, name: "f") })
        else { return }
        try learn(from: dataset)
    }

    private static func check(_ tensor: Dataset.Tensor, _ name: String, in file: Payload) {
        demand(
            tensor.payload.count == tensor.shape.reduce(tensor.type.width, *),
            "\(name) has not the size of its shape")
        guard tensor.payload.count > 0 else { return }
        let (start, place) = (
            UInt(bitPattern: file.bytes.baseAddress), UInt(bitPattern: tensor.payload.bytes.baseAddress)
        )
        demand(place % UInt(tensor.type.width) == 0, "\(name) is not aligned")
        let isInside = place >= start + 8 && place + UInt(tensor.payload.count) <= start + UInt(file.count)
        let isCopy = place + UInt(tensor.payload.count) <= start || place >= start + UInt(file.count)
        demand(isInside || isCopy, "\(name) leaves the file")
    }

    /// A small model predicts every row of it.
    private static func learn(from dataset: PreparedDataset) throws {
        let layers: [LayerSpecification]
        switch dataset.shape {
        case .tokens(let vocabulary) where vocabulary < 1_000:
            layers = [.embedding(width: 2), .lstm(units: 2), .dense(outputs: 1)]
        case .vector(let width) where width < 1_000: layers = [.dense(outputs: 1)]
        case .sparse(let columns) where columns < 100_000: layers = [.dense(outputs: 1)]
        case .picture(_, let height, let width) where height * width < 10_000:
            layers = [.flatten, .dense(outputs: 1)]
        default: return
        }
        let network = try Network(input: dataset.shape, layers: layers)
        let file = try DatasetFile(dataset.bytes, name: "f")
        let objective = Objective(loss: dataset.loss ?? .squared, normalizer: .none)
        let model = try SupervisedModel<Float>.open(
            network, objective: objective, rule: .sgd, dataset: file.dataset)
        let parameters = AlignedMemory(byteCount: network.table.totalCount * 4)
        let rows = (0..<Int32(min(file.rows, model.block))).map { $0 }
        let predictions = model.predictions(rows, parameters: parameters.pointer(to: Float.self))
        demand(predictions.allSatisfy { $0 == 0 }, "a prediction of nothing is something")
    }
}
