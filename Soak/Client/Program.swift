import ArgumentParser
import Glibc
import Protocol

/// Worker sessions for the soak tests, one after another, each on a connection of its own: they do the counter's chunks
/// and write down what they were given and what was acknowledged, so that a journal can be held against it.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "SoakClient", abstract: "Counts for an ignd-ps that serves one counter.")

    @Option(help: "The server: tcp://HOST:PORT.")
    var connect: String
    @Option(help: "Chunks in a phase of the counter.")
    var chunks: Int
    @Option(help: "How many sessions, one after another.")
    var sessions = 1
    @Option(help: "Chunks that a session does; 0: until the sweep is done.")
    var updates = 0
    @Option(help: "Milliseconds that a chunk takes.")
    var pause = 0
    @Option(help: "Seconds of silence after which the server counts as lost.")
    var lostTimeout = 20.0
    @Option(help: "Where to write: a line `lease MILLISECONDS SESSION TRIAL PHASE CHUNK` or `ack …` each.")
    var log: String

    func run() throws {
        let ledger = try Ledger(path: log)
        let context = try ZeroMQContext()
        for _ in 0..<sessions {
            let socket = try Socket(.worker, context: context, maximumFrameBytes: -1)
            try socket.connect(connect)
            try socket.setWait(milliseconds: 5)
            var session = CountingSession(
                id: SessionID(UInt64.random(in: 1 ... .max)), socket: socket, ledger: ledger, program: self)
            switch try session.run() {
            case .enough: continue
            case .finished: return
            case .lost:
                print("the server is lost")
                throw ExitCode(69)
            }
        }
    }
}
