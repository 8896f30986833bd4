import Core
import Experiment
import Testing

/// A short sweep that is right; tests replace its lines.
func counterSweep(_ more: String = "") -> String {
    "task: {kind: counter, phases: 3, chunks: 4}\n" + more
}

func parse(_ text: String, directory: String = "/nowhere") throws -> Sweep {
    try SweepFile.parse(text, file: "s.yaml", directory: directory).sweep
}

/// The sentence that a faulty sweep gets.
func problem(_ text: String, directory: String = "/nowhere") -> String {
    do {
        _ = try SweepFile.parse(text, file: "s.yaml", directory: directory)
        return "no problem"
    } catch {
        return "\(error)"
    }
}

extension TemporaryDirectory {
    /// Writes a file and gives its path.
    func save(_ text: String, to name: String) throws -> String { try save(Array(text.utf8), to: name) }

    func save(_ bytes: [UInt8], to name: String) throws -> String {
        try write(bytes, to: name)
        return file(name)
    }
}
