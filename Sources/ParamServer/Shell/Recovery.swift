import Core
import Experiment
import Protocol

/// Brings a server to the state that a journal tells of.
enum Recovery {
    /// Applies every record of the journal and passes on what follows from them. Returns the bytes of the file that
    /// are whole.
    @discardableResult
    static func replay(
        journal path: String, into server: inout ParameterServer, publish: (Happening) -> Void
    ) throws -> Int {
        guard try MappedFile.exists(path) else { return 0 }
        var reader = try JournalReader(path: path)
        while var (_, record) = try reader.next(after: server.sequence) {
            let version = record.version
            for effect in server.apply(&record) {
                switch effect {
                case .publish(let happening): publish(happening)
                case .store(let trial): server.forget(trial: trial)
                default: break
                }
            }
            precondition(record.version == version, "a replay follows the journal")
        }
        if reader.tornBytes > 0 { Note.write("\(path): a record at the end was never whole and is left out") }
        return reader.offset
    }
}
