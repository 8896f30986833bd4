import Core
@testable import Experiment
import Foundation
import FuzzDriver
@testable import ParamServer
import Protocol

extension FuzzTarget {
    /// The small files of a run and of keys: the first byte says which.
    static let runFiles = FuzzTarget("runfiles", seeds: { try RunFilesCase.seeds() }) { bytes in
        guard let kind = bytes.first else { return }
        try RunFilesCase.check(kind, Array(bytes.dropFirst()))
    }
}

enum RunFilesCase {
    private static let scratch = Scratch("runfiles")
    private static let path = scratch.file("f")

    static func check(_ kind: UInt8, _ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self)
        switch kind % 8 {
        case 0: try checkSweep(bytes)
        case 1: try checkConnection(bytes)
        case 2: checkStatus(bytes)
        case 3: checkAllowList(text)
        case 4: try checkSecret(bytes)
        case 5: try checkEvents(bytes)
        case 6: checkAddress(text)
        default: checkSpecification(bytes)
        }
    }

    private static func checkSweep(_ bytes: [UInt8]) throws {
        scratch.write(bytes, to: "f")
        guard let sweep = try InputErrorCheck.read(file: path, { try Sweep.read(from: path) }) else { return }
        for trial in sweep.trials.prefix(4) {
            demand(trial.specification.plan.phases > 0, "a trial without phases")
        }
        _ = sweep.identity
    }

    private static func checkConnection(_ bytes: [UInt8]) throws {
        scratch.write(bytes, to: "f")
        guard let address = try InputErrorCheck.read(file: path, { try ConnectionFile.address(at: path) })
        else { return }
        demand(ServerAddress(address.description) == address, "another address")
    }

    private static func checkStatus(_ bytes: [UInt8]) {
        guard let status = try? JSONDecoder().decode(ServerStatus.self, from: Data(bytes)) else { return }
        demand(!StatusText(status: status, ageMilliseconds: 0).text.isEmpty, "a status without words")
    }

    private static func checkAllowList(_ text: String) {
        var faults: [AllowList.Fault] = []
        let list = AllowList(text: text, faults: &faults)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        demand(faults.allSatisfy { (1...lines).contains($0.line) }, "a fault in no line")
        var none: [AllowList.Fault] = []
        demand(AllowList(text: list.text, faults: &none) == list && none.isEmpty, "another list")
        demand(Set(list.entries.map(\.name)).count == list.entries.count, "a name twice")
    }

    private static func checkSecret(_ bytes: [UInt8]) throws {
        scratch.write(bytes, to: "k", permissions: 0o600)
        let path = scratch.file("k")
        guard let pair = try InputErrorCheck.read(file: path, { try SecretKeyFile.read(path) }) else {
            return
        }
        demand(pair.secret.count == 32, "a key of another size")
    }

    private static func checkEvents(_ bytes: [UInt8]) throws {
        scratch.write(bytes, to: "f")
        do {
            let events = try EventReader.read(path: path)
            for event in events {
                let again = try Event(line: event.line.dropLast())
                demand(again.line == event.line, "another event")
            }
        } catch let error as ResultsError {
            demand("\(error)".contains(path), "the error does not name the file: \(error)")
        }
    }

    private static func checkAddress(_ text: String) {
        guard let address = ServerAddress(text) else { return }
        demand(ServerAddress(address.description) == address, "another address")
    }

    private static func checkSpecification(_ bytes: [UInt8]) {
        guard let specification = try? TrialSpecification(json: bytes) else { return }
        demand(specification.plan.chunksPerPhase >= 0, "work of less than nothing")
    }

    static func seeds() throws -> [[UInt8]] {
        SweepCase.prepare
        let sweeps = try SweepCase.seeds.dropLast().map {
            try SweepFile.parse(
                String(decoding: $0, as: UTF8.self), file: "s.yaml", directory: SweepCase.scratch.path
            ).sweep
        }
        let key = String(repeating: "ab", count: 32)
        let event = Event(
            sequence: 1, time: EventTime(milliseconds: 1_767_323_045_678), kind: .milestone, trial: 0,
            phase: 1, version: 2,
            metrics: [Metric("loss", .infinity)], outcome: nil, hash: nil, worker: "w")
        var texts: [(UInt8, [UInt8])] = sweeps.map { (0, $0.resolvedJSON) }
        texts += sweeps.map { (7, $0.trials[0].specification.json) }
        let connection = "{\"endpoint\":\"tcp://127.0.0.1:5555\",\"host\":\"h\",\"key\":\"\(key)\"}"
        let others: [(UInt8, String)] = [
            (1, connection), (2, status), (3, "# c\nanna \(key)\n"), (4, "# c\nsecret \(key)\n"),
            (6, "curve://\(key)@[::1]:5555"), (6, "tcp://host:1"),
        ]
        texts += others.map { ($0.0, Array($0.1.utf8)) }
        texts.append((5, event.line))
        return texts.map { [$0.0] + $0.1 }
    }

    private static let status = """
        {"process":1,"unixMilliseconds":2,"startedUnixMilliseconds":1,"sweep":"s","endpoint":"e","state":"serving","trials":3,\
        "trialsDone":1,"trialsRunning":1,"workers":2,"heldCount":1,"waitingCount":1,\
        "running":[{"trial":0,"phase":1,"phases":2,"chunks":3,"chunksDone":1,"version":7}],\
        "held":[{"worker":"w","trial":0,"lease":"chunk 1","milliseconds":5,"behind":1}],\
        "waiting":[{"worker":"v","milliseconds":9,"refusedInARow":3,"quarantine":100}],\
        "staleness":{"buckets":[1,2]},"records":5,"recordsPerSecond":1.5,"journalBytes":1000}
        """
}
