import Core
import Experiment

/// Small prepared files of every format, made by hand; a test replaces what it wants to be wrong.
struct DatasetFixture {
    var tensors: [String: Dataset.Tensor]
    var metadata: [String: String]

    var bytes: Payload { Safetensors.encode(tensors, metadata: metadata) }

    /// The bytes as an array of their own.
    var file: [UInt8] { array(bytes) }

    private static var common: [String: Dataset.Tensor] {
        [
            "y": floats([0, 1, 1, 0]), "split": tensor([0, 0, 1, 2] as [UInt8], .uint8),
        ]
    }

    static var vector: DatasetFixture {
        DatasetFixture(
            tensors: common.merging(["X": floats([1, 2, 3, 4, 5, 6, 7, 8], shape: [4, 2])]) { $1 },
            metadata: ["format": "ignd-dataset-1", "loss": "logistic", "classes": #"["no","yes"]"#])
    }

    static var sparse: DatasetFixture {
        DatasetFixture(
            tensors: common.merging([
                "row_offsets": tensor([0, 2, 2, 3, 5] as [Int64], .int64),
                "column_indices": tensor([0, 4, 1, 2, 3] as [UInt32], .uint32),
                "values": floats([1, 2, 3, 4, 5]),
            ]) { $1 },
            metadata: ["format": "ignd-sparse-dataset-1", "columns": "5", "loss": "logistic"])
    }

    static var picture: DatasetFixture {
        DatasetFixture(
            tensors: common.merging([
                "pictures": tensor([UInt8](0..<48), .uint8, shape: [4, 3, 2, 2]),
                "channel_mean": floats([10, 20, 30]), "channel_scale": floats([1, 2, 3]),
            ]) { $1 },
            metadata: ["format": "ignd-picture-dataset-1", "loss": "logistic"])
    }

    static var token: DatasetFixture {
        DatasetFixture(
            tensors: common.merging([
                "token_offsets": tensor([0, 2, 3, 5, 6] as [Int64], .int64),
                "tokens": tensor([0, 9, 3, 3, 1, 2] as [UInt32], .uint32),
            ]) { $1 },
            metadata: ["format": "ignd-token-dataset-1", "vocabulary": "10", "loss": "logistic"])
    }

    static var all: [String: DatasetFixture] {
        ["vector": vector, "sparse": sparse, "picture": picture, "token": token]
    }

    static func tensor<Element>(
        _ values: [Element], _ type: Dataset.ElementType, shape: [Int]? = nil
    ) -> Dataset.Tensor {
        let payload = values.withUnsafeBytes { Payload(copying: $0) }
        return Dataset.Tensor(type: type, shape: shape ?? [values.count], payload: payload)
    }

    static func floats(_ values: [Float], shape: [Int]? = nil) -> Dataset.Tensor {
        tensor(values, .float32, shape: shape)
    }
}
