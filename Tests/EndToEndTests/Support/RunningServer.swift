import Foundation

/// A server process and where it listens.
struct RunningServer {
    let process: ProcessRunner
    let endpoint: String
    let port: UInt16
}

/// What connection.json says.
struct Connection: Decodable {
    let endpoint: String
    let process: pid_t

    /// Nil if the file is not there yet, or is of another process.
    init?(path: String, process: pid_t) throws {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        self = try JSONDecoder().decode(Connection.self, from: data)
        if self.process != process { return nil }
    }

    var port: UInt16 { endpoint.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }
}
