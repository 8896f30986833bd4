import Core
@testable import Experiment
import FuzzDriver

/// A data set of each kind, and tensors of every type.
enum SafetensorsSeeds {
    static func all() throws -> [[UInt8]] {
        [types, try table(), try sparse(), pictures, tokens].map { Array($0.bytes) }
    }

    private static var types: Payload {
        Safetensors.encode(
            [
                "a": Dataset.Tensor([1, 2, 3] as [UInt8], .uint8),
                "b": Dataset.Tensor([0.5, -2] as [Float], .float32, shape: [1, 2]),
                "c": Dataset.Tensor([1] as [Double], .float64, shape: []),
                "d": Dataset.Tensor([] as [Int64], .int64, shape: [0, 4]),
                "e": Dataset.Tensor([1, 2] as [UInt32], .uint32),
            ], metadata: ["key": "a \"b\" é"])
    }

    private static func table() throws -> Payload {
        let text = "a,b,y\n" + (0..<12).map { "\($0),\($0 % 3 == 0 ? "x" : "z"),\($0 * 2)\n" }.joined()
        return try DatasetPreparation(DatasetRequest(csv: "d.csv", target: "y"), bytes: Array(text.utf8))
            .prepare().bytes
    }

    private static func sparse() throws -> Payload {
        let scratch = Scratch("seeds")
        scratch.write(Array(LIBSVMSeeds.text.utf8), to: "f")
        return try SparsePreparation(SparseRequest(file: scratch.file("f"))).prepare().bytes
    }

    private static var own: [String: Dataset.Tensor] {
        [
            "y": Dataset.Tensor([0, 1, 1, 0] as [Float], .float32),
            "split": Dataset.Tensor([0, 0, 1, 2] as [UInt8], .uint8),
        ]
    }

    private static var pictures: Payload {
        let pixels = [UInt8](repeating: 9, count: 4 * 2 * 3)
        let tensors: [String: Dataset.Tensor] = [
            "pictures": Dataset.Tensor(pixels, .uint8, shape: [4, 1, 2, 3]),
            "channel_mean": Dataset.Tensor([1] as [Float], .float32),
            "channel_scale": Dataset.Tensor([2] as [Float], .float32),
        ]
        return Safetensors.encode(
            tensors.merging(own) { old, _ in old }, metadata: ["format": DatasetFormat.picture.rawValue])
    }

    private static var tokens: Payload {
        let tensors: [String: Dataset.Tensor] = [
            "token_offsets": Dataset.Tensor([0, 2, 3, 5, 6] as [Int64], .int64),
            "tokens": Dataset.Tensor([1, 2, 3, 4, 5, 6] as [UInt32], .uint32),
        ]
        return Safetensors.encode(
            tensors.merging(own) { old, _ in old },
            metadata: ["format": DatasetFormat.token.rawValue, "vocabulary": "10"])
    }
}
