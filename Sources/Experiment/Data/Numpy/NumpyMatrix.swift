internal import Core

/// Rows of finite numbers out of a .npy file, or the array X of a .npz file.
struct NumpyMatrix {
    let rows: Int
    let columns: Int
    /// Row by row.
    let values: [Double]

    init(path: String) throws {
        let source = try SourceFile(path: path)
        if source.name.hasSuffix(".npz") {
            let arrays = try NumpyArchive(source.bytes, file: path).arrays
            try self.init(try NumpyMatrix.array("X", in: arrays, path), name: "\(path): X")
        } else {
            try self.init(try NumpyArray(source.bytes[...], name: path), name: path)
        }
    }

    init(_ array: NumpyArray, name: String) throws {
        let shape = array.tensor.shape
        guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
            throw InputError(.badData, file: name, "has the shape \(shape); [rows, columns] is needed")
        }
        rows = shape[0]
        columns = shape[1]
        values = array.numbers
        guard let place = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw InputError(
            .badData, file: name,
            "is \(values[place]) in row \(place / columns), column \(place % columns) (from 0)")
    }

    static func array(_ array: String, in arrays: [String: NumpyArray], _ path: String) throws -> NumpyArray {
        guard let found = arrays[array] else {
            let names = arrays.keys.sorted().joined(separator: ", ")
            throw InputError(
                .badData, file: path,
                "has the arrays \(names); \(array == "X" || array == "y" ? "X and y are" : "\(array) is") needed"
            )
        }
        return found
    }
}
