import Foundation

/// A server process and where it listens.
struct RunningServer {
    let process: ProcessRunner
    let endpoint: String
    let port: UInt16
    /// Its public key, if it takes known keys only.
    var key: String?

    /// What a worker with a key dials.
    var address: String { key.map { "curve://\($0)@127.0.0.1:\(port)" } ?? endpoint }
}

/// What connection.json says.
struct Connection: Decodable {
    let endpoint: String
    let process: pid_t
    var key: String?

    /// Nil if the file is not there yet, or is of another process.
    init?(path: String, process: pid_t) throws {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        self = try JSONDecoder().decode(Connection.self, from: data)
        if self.process != process { return nil }
    }

    /// From the ready line of a server that is done already.
    init(ofEnded server: ProcessRunner, _ status: ExitStatus) throws {
        guard status == .code(0), let line = server.errors.firstRange(of: "ready ") else {
            throw Unexpected("the server ended with \(status): \(server.errors)")
        }
        endpoint = String(server.errors[line.upperBound...].prefix { $0 != " " })
        process = server.process
    }

    var port: UInt16 { endpoint.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }
}
