import Foundation

enum NumpyFixtures {
    /// A .npy file by hand.
    static func array<Element>(
        _ type: String, _ shape: String, _ values: [Element], version: UInt8 = 1, fortranOrder: Bool = false
    ) -> [UInt8] {
        let order = fortranOrder ? "True" : "False"
        let header = Array("{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n".utf8)
        let width = version == 1 ? 2 : 4
        let length = (0..<width).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header
            + values.withUnsafeBytes { Array($0) }
    }

    /// numpy.savez(file, X=numpy.array([[1, 2], [3, 4]], dtype="f4"), y=numpy.array([0, 1], dtype="u1")), NumPy 2.4.6.
    static let archive: [UInt8] = Array(
        Data(base64Encoded: base64.filter { $0 != "\n" }) ?? Data())

    private static let base64 = """
        UEsDBC0AAAAAAAAAIQBO+yB1//////////8FABQAWC5ucHkBABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2
        Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAyKSwgfSAgICAgICAgICAg
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAACAPwAAAEAAAEBAAACAQFBLAw
        QtAAAAAAAAACEAmWJ33///////////BQAUAHkubnB5AQAQAIIAAAAAAAAAggAAAAAAAACTTlVNUFkBAHYAeydkZXNj
        cic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgIC
        AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgABUEsBAi0DLQAAAAAAAAAhAE77IHWQ
        AAAAkAAAAAUAAAAAAAAAAAAAAIABAAAAAFgubnB5UEsBAi0DLQAAAAAAAAAhAJlid9+CAAAAggAAAAUAAAAAAAAAAA
        AAAIABxwAAAHkubnB5UEsFBgAAAAACAAIAZgAAAIABAAAAAA==
        """
}
