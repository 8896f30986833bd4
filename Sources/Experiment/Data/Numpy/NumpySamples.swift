internal import Core
internal import Foundation

/// Inputs X [rows, columns] and targets y [rows] as numbers: out of one .npz file with arrays X and y, or out of two
/// .npy files.
package struct NumpySamples {
    package let rows: Int
    package let columns: Int
    /// Row by row.
    package let inputs: [Double]
    package let targets: [Double]

    package init(archive path: String) throws {
        let arrays = try NumpyArchive(try NumpySamples.bytes(path), file: path).arrays
        guard let x = arrays["X"], let y = arrays["y"] else {
            let names = arrays.keys.sorted().joined(separator: ", ")
            throw NumpySamples.wrong(path, "has the arrays \(names); X and y are needed")
        }
        try self.init(x, y, "\(path): X", "\(path): y")
    }

    package init(inputs: String, targets: String) throws {
        let x = try NumpyArray(try NumpySamples.bytes(inputs)[...], name: inputs)
        let y = try NumpyArray(try NumpySamples.bytes(targets)[...], name: targets)
        try self.init(x, y, inputs, targets)
    }

    private init(_ x: NumpyArray, _ y: NumpyArray, _ inputName: String, _ targetName: String) throws {
        let (shape, targetShape) = (x.tensor.shape, y.tensor.shape)
        guard shape.count == 2, shape[0] > 0, shape[1] > 0 else {
            throw NumpySamples.wrong(inputName, "has the shape \(shape); [rows, columns] is needed")
        }
        guard targetShape == [shape[0]] || targetShape == [shape[0], 1] else {
            throw NumpySamples.wrong(
                targetName, "has the shape \(targetShape), but the inputs have \(shape[0]) rows")
        }
        rows = shape[0]
        columns = shape[1]
        inputs = x.numbers
        targets = y.numbers
        if let place = inputs.firstIndex(where: { !$0.isFinite }) {
            throw NumpySamples.wrong(
                inputName, "is \(inputs[place]) in row \(place / columns), column \(place % columns) (from 0)"
            )
        }
        if let place = targets.firstIndex(where: { !$0.isFinite }) {
            throw NumpySamples.wrong(targetName, "is \(targets[place]) in row \(place) (from 0)")
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(.inputMissing, file: path, "cannot be read; is the path right?")
        }
        return [UInt8](data)
    }

    private static func wrong(_ file: String, _ message: String) -> InputError {
        InputError(.badData, file: file, message)
    }
}
