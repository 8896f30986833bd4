internal import Core

extension DatasetFile {
    /// Elements of a float tensor as numbers.
    func numbers(_ name: String, _ range: Range<Int>) -> [Double] {
        guard let tensor = dataset[name] else { preconditionFailure("an opened file has its tensors") }
        return withExtendedLifetime(tensor) {
            tensor.type == .float32
                ? tensor.payload.bytes.bindMemory(to: Float.self)[range].map(Double.init)
                : Array(tensor.payload.bytes.bindMemory(to: Double.self)[range])
        }
    }

    /// All elements of a tensor of whole numbers.
    func elements<Element>(_ name: String, of type: Element.Type) -> [Element] {
        guard let tensor = dataset[name] else { preconditionFailure("an opened file has its tensors") }
        return withExtendedLifetime(tensor) { Array(tensor.payload.bytes.bindMemory(to: type)) }
    }

    /// The first rows, of any part.
    var firstRows: Range<Int> { 0..<min(rows, 3) }
}
