import Core
import Experiment
import Testing

extension PreparedDataset {
    /// The elements of one tensor.
    func elements<Element>(_ name: String, of type: Element.Type) throws -> [Element] {
        let tensor = try #require(try Safetensors(bytes, file: "data").tensors[name])
        return tensor.payload.elements(of: type)
    }
}
