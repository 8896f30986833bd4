internal import Core

/// Inputs X [rows, columns] and targets y [rows] as numbers: out of one .npz file with arrays X and y, or out of two
/// .npy files.
package struct NumpySamples {
    package let targets: [Double]
    let matrix: NumpyMatrix

    package var rows: Int { matrix.rows }
    package var columns: Int { matrix.columns }
    /// Row by row.
    package var inputs: [Double] { matrix.values }

    package init(archive path: String) throws {
        try self.init(archive: try SourceFile(path: path), target: "y")
    }

    package init(inputs: String, targets: String) throws {
        try self.init(inputs: try SourceFile(path: inputs), targets: try SourceFile(path: targets))
    }

    init(archive source: SourceFile, target: String) throws {
        let arrays = try NumpyArchive(source.bytes, file: source.path).arrays
        let x = try NumpyMatrix.array("X", in: arrays, source.path)
        let y = try NumpyMatrix.array(target, in: arrays, source.path)
        try self.init(x, y, "\(source.path): X", "\(source.path): \(target)")
    }

    init(inputs: SourceFile, targets: SourceFile) throws {
        let x = try NumpyArray(inputs.bytes[...], name: inputs.path)
        let y = try NumpyArray(targets.bytes[...], name: targets.path)
        try self.init(x, y, inputs.path, targets.path)
    }

    private init(_ x: NumpyArray, _ y: NumpyArray, _ inputName: String, _ targetName: String) throws {
        matrix = try NumpyMatrix(x, name: inputName)
        let shape = y.tensor.shape
        guard shape == [matrix.rows] || shape == [matrix.rows, 1] else {
            throw NumpySamples.wrong(
                targetName, "has the shape \(shape), but the inputs have \(matrix.rows) rows")
        }
        targets = y.numbers
        if let place = targets.firstIndex(where: { !$0.isFinite }) {
            throw NumpySamples.wrong(targetName, "is \(targets[place]) in row \(place) (from 0)")
        }
    }

    private static func wrong(_ file: String, _ message: String) -> InputError {
        InputError(.badData, file: file, message)
    }
}
