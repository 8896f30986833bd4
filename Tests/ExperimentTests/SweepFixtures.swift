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

/// A temporary directory that goes with the test.
final class TemporaryDirectory {
    let path: String

    init() throws { path = try makeTemporaryDirectory() }

    deinit { removeDirectory(path) }

    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try writeFile(bytes, to: path + "/" + name)
        return path + "/" + name
    }
}
