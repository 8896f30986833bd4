internal import Foundation
package import Protocol

/// connection.json of a run directory: where its server listens.
package struct ConnectionFile: Decodable {
    private let endpoint: String
    /// The name of the server's machine, if it listens on all addresses.
    private let host: String?
    private let key: String?

    /// Reads where to connect.
    ///
    /// - Throws: `InputError` if the file is missing (no server runs) or holds something else.
    package static func address(at path: String) throws -> ServerAddress {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(
                .inputMissing, file: path,
                "cannot be read; a server writes it into its run directory and removes it"
                    + " at its end")
        }
        let file = try? JSONDecoder().decode(ConnectionFile.self, from: data)
        guard let file, let address = file.address else {
            throw InputError(.badData, file: path, "does not say where a server listens")
        }
        return address
    }

    private var address: ServerAddress? {
        guard let bound = ServerAddress(endpoint) else { return nil }
        let key = key.flatMap { PublicKey(hexadecimal: $0) }
        if self.key != nil && key == nil { return nil }
        // As text and back: the host may be anything.
        return ServerAddress("\(ServerAddress(host: host ?? bound.host, port: bound.port, key: key))")
    }

    static func text(_ address: ServerAddress, run: String) -> String {
        let isEverywhere = ["0.0.0.0", "*", "[::]"].contains(address.host)
        var fields = ["\"endpoint\":\"\(address.endpoint)\""]
        if isEverywhere { fields.append("\"host\":\"\(ProcessInfo.processInfo.hostName)\"") }
        if let key = address.key { fields.append("\"key\":\"\(key)\"") }
        return "{\(fields.joined(separator: ",")),\"process\":\(getpid()),\"run\":\"\(run)\"}\n"
    }
}
