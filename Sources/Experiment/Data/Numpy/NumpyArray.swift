package import Core

/// One array in NumPy's format (.npy, versions 1 to 3): a magic text, a Python literal that says type and shape, the
/// values. C order and little-endian numbers only.
package struct NumpyArray {
    package let tensor: Dataset.Tensor

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    private static let types: [String: Dataset.ElementType] = [
        "<f4": .float32, "<f8": .float64, "<i4": .int32, "<i8": .int64, "|u1": .uint8, "<u1": .uint8,
    ]

    /// `name` says where the bytes come from.
    package init(_ bytes: ArraySlice<UInt8>, name: String) throws {
        let (text, values) = try NumpyArray.parts(bytes, name)
        guard let header = NumpyHeader(text) else {
            throw NumpyArray.wrong(name, "has a header that is not descr, fortran_order and shape")
        }
        guard let type = NumpyArray.types[header.type] else {
            throw NumpyArray.wrong(
                name, "has the type \"\(header.type)\"; <f4, <f8, <i4, <i8 and |u1 can be read")
        }
        if header.isFortranOrder {
            throw NumpyArray.wrong(
                name, "is in Fortran order; save it with numpy.save(file, numpy.ascontiguousarray(a))")
        }
        guard let size = NumpyArray.size(header.shape, type), size == values.count else {
            throw NumpyArray.wrong(
                name,
                "has \(values.count) bytes of values, which does not fit \(header.shape) of \(header.type)")
        }
        tensor = Dataset.Tensor(type: type, shape: header.shape, payload: Payload(copying: values))
    }

    /// The text of the header, and the values.
    private static func parts(
        _ bytes: ArraySlice<UInt8>, _ name: String
    ) throws -> (header: String, values: ArraySlice<UInt8>) {
        guard bytes.starts(with: magic), bytes.count >= 12 else { throw wrong(name, "is not a .npy file") }
        let start = bytes.startIndex
        let version = bytes[start + 6]
        guard (1...3).contains(version) else {
            throw wrong(name, "has version \(version) of the .npy format; 1 to 3 can be read")
        }
        let width = version == 1 ? 2 : 4
        let length = LittleEndian.number(bytes, at: 8, width: width)
        guard length <= bytes.count - 8 - width else { throw wrong(name, "is cut off inside its header") }
        let end = start + 8 + width + length
        return (String(decoding: bytes[(start + 8 + width)..<end], as: UTF8.self), bytes[end...])
    }

    /// Bytes of the values; nil if there cannot be so many.
    private static func size(_ shape: [Int], _ type: Dataset.ElementType) -> Int? {
        shape.reduce(type.width as Int?) { size, extent in
            guard let (product, overflow) = size?.multipliedReportingOverflow(by: extent), !overflow else {
                return nil
            }
            return product
        }
    }

    private static func wrong(_ name: String, _ message: String) -> InputError {
        InputError(.badData, file: name, message)
    }
}
