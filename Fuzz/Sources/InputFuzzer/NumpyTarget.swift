@testable import Experiment
import FuzzDriver

extension FuzzTarget {
    /// Arrays have the numbers that their shape says.
    static let numpy = FuzzTarget("numpy", seeds: { NumpySeeds.all }) { bytes in
        let bytes = Array(bytes)
        if NumpyArchive.isArchive(bytes) {
            let archive = try InputErrorCheck.read(file: "a") { try NumpyArchive(bytes, file: "a") }
            for array in archive?.arrays.values.map({ $0 }) ?? [] { check(array) }
        } else if let array = try InputErrorCheck.read(file: "a", { try NumpyArray(bytes[...], name: "a") }) {
            check(array)
            _ = try InputErrorCheck.read(file: "a") { try NumpyMatrix(array, name: "a") }
        }
    }

    private static func check(_ array: NumpyArray) {
        demand(array.numbers.count == array.tensor.shape.reduce(1, *), "other numbers than the shape says")
    }
}

enum NumpySeeds {
    private static func word(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(value >> (8 * $0) & 255) }
    }

    private static var array: [UInt8] {
        let header = Array("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }\n".utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + word(header.count, 2) + header
            + [UInt8](repeating: 0, count: 16)
    }

    static var all: [[UInt8]] { [array, archive] }

    private static var archive: [UInt8] {
        let (name, content) = (Array("X.npy".utf8), array)
        let sum = Int(ZipChecksum.of(content[...]))
        let sizes =
            word(sum, 4) + word(content.count, 4) + word(content.count, 4) + word(name.count, 2) + word(0, 2)
        let local =
            [0x50, 0x4B, 3, 4] + word(20, 2) + word(0, 2) + word(0, 2) + word(0, 4) + sizes + name + content
        let entry =
            [0x50, 0x4B, 1, 2] + word(20, 2) + word(20, 2) + word(0, 2) + word(0, 2) + word(0, 4) + sizes
            + word(0, 2)
            + word(0, 2) + word(0, 2) + word(0, 4) + word(0, 4) + name
        let end =
            [0x50, 0x4B, 5, 6] + word(0, 4) + word(1, 2) + word(1, 2) + word(entry.count, 4)
            + word(local.count, 4) + word(0, 2)
        return local + entry + end
    }
}
