import Glibc
import Protocol

/// What a client writes down: each line is with the kernel before it goes on, so a kill takes none back.
final class Ledger {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        if descriptor < 0 { throw Trouble("cannot write \(path): errno \(errno)") }
    }

    func note(_ word: String, _ session: SessionID, _ trial: Int, _ phase: Int, _ chunk: Int) {
        let line = "\(word) \(Clock.unixMilliseconds()) \(session.rawValue) \(trial) \(phase) \(chunk)\n"
        let text = Array(line.utf8)
        precondition(write(descriptor, text, text.count) == text.count, "a log can be written")
    }

    deinit { close(descriptor) }
}

struct Trouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
