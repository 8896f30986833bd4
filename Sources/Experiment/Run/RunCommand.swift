/// The command that makes a run, as a person gives it: kept in the run directory, shown in reports.
struct RunCommand {
    let text: String

    init(sweepFile: String, directory: String, kind: RunDirectory.Kind) {
        let program = kind == .served ? "ignd-ps --sweep" : "ignd-worker --serial"
        text = "\(program) \(RunCommand.quoted(sweepFile)) --run \(RunCommand.quoted(directory))"
    }

    /// Of a run whose directory does not tell: where its sweep file lay is not known.
    init(sweepName: String) { text = "ignd-ps --sweep \(RunCommand.quoted(sweepName + ".yaml"))" }

    /// `word` as a shell takes it for one word.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic && $0.isASCII || ("0"..."9").contains($0)
                || "-_./".unicodeScalars.contains($0)
        }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
