package import Core

extension Dataset.ElementType {
    private static let names: [(type: Dataset.ElementType, name: String, width: Int)] = [
        (.float32, "F32", 4), (.float64, "F64", 8), (.uint8, "U8", 1), (.int32, "I32", 4),
        (.uint32, "U32", 4),
        (.int64, "I64", 8),
    ]

    private var entry: (type: Dataset.ElementType, name: String, width: Int) {
        for entry in Dataset.ElementType.names where entry.type == self { return entry }
        preconditionFailure("every element type is in the list")
    }

    /// The type's name in a safetensors header.
    package var safetensors: String { entry.name }

    /// Bytes of one element.
    package var width: Int { entry.width }

    package init?(safetensors name: String) {
        guard let entry = Dataset.ElementType.names.first(where: { $0.name == name }) else { return nil }
        self = entry.type
    }
}
