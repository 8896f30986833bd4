import Core
import CKernels
import FuzzDriver
import ParamServer
import Protocol

extension FuzzTarget {
    /// A journal of three segments, damaged by a script. What is read is what was written, in order, or a named error;
    /// behind a repair the journal can be read and goes on. With an odd first byte the checksums of what is left
    /// are made right, so that the bytes behind them are read.
    static let journal = FuzzTarget("journal", seeds: { JournalSeeds.scripts }) { bytes in
        var script = InputBytes(bytes)
        let isChecked = script.byte() & 1 == 0
        var files = JournalCase.whole
        FileEdits.apply(&script, to: &files)
        if !isChecked { for index in files.indices { JournalCase.mendChecksums(&files[index]) } }
        try JournalCase.check(files, isChecked: isChecked)
    }
}

enum JournalSeeds {
    static var scripts: [[UInt8]] {
        [
            [0], [1], [0, 1, 1, 40, 0, 0], [0, 0, 8, 30, 0, 0], [1, 2, 7, 36, 0, 0, 1, 2, 3, 4],
            [0, 2, 4, 16, 0, 60],
        ]
    }
}

/// A journal, and what must be read of what is left of it.
enum JournalCase {
    private static let scratch = Scratch("journal")
    private static let firsts: [UInt64] = [1, 5, 9]
    private static let count: UInt64 = 12
    nonisolated(unsafe) private static let records: [Frames] = (0...count).map { Encoder.frames(record($0)) }

    private static func record(_ number: UInt64) -> Record {
        let update = Update(
            blocks: [Block(tensor: 0, form: .rows(count: 1))],
            payload: Payload(copying: (0..<16).map { UInt8(truncatingIfNeeded: number &* 7 &+ $0) }))
        let push = Push(
            number: number, oldestUnanswered: number, trial: 0, phase: 1, chunk: Int(number), base: number,
            update: number % 4 == 0 ? nil : update)
        let report = MilestoneReport(
            number: number, oldestUnanswered: number, trial: 0, phase: 1, base: number,
            result: MilestoneResult(metrics: [Metric("loss", 0.5)]),
            parameterHash: [UInt8](repeating: 7, count: 32))
        return Record(
            timeMilliseconds: 1_000 + number, session: SessionID(5), version: number, rate: 0.5,
            staleness: number,
            body: number % 3 == 0 ? .milestone(report) : .push(push))
    }

    private static let directory = JournalDirectory(path: scratch.path)

    /// The bytes of the three files.
    static let whole: [[UInt8]] = {
        scratch.clear()
        guard
            let writer = try? JournalWriter(directory, end: .fresh(1), sequence: 0, durability: .process)
        else { return [] }
        for sequence in 1...count {
            do {
                if sequence > 1, firsts.contains(sequence) { try writer.rotate() }
                writer.append(record(sequence), sequence: sequence)
                try writer.settle()
            } catch {
                return []
            }
        }
        var files = firsts.map { scratch.bytes(of: name($0)) }
        // The newest as in a file that held older records before: some of them stand behind its end.
        files[2].replaceSubrange(..<16, with: JournalFormat.reusedPreamble)
        files[2] += files[0][16...]
        return files
    }()

    private static func name(_ first: UInt64) -> String { "00000\(first).journal" }

    /// Writes right lengths and checksums wherever a record may stand.
    static func mendChecksums(_ file: inout [UInt8]) {
        var offset = 16
        while offset + 24 <= file.count {
            func word(_ position: Int) -> Int {
                (0..<4).reduce(0) { $0 | Int(file[offset + position + $1]) << (8 * $1) }
            }
            let size = JournalFormat.size(header: word(16), payload: word(20))
            guard offset + size <= file.count else { return }
            set(UInt32(size - 8), at: offset, in: &file)
            let sum = file.withUnsafeBytes { ignd_crc32c(0, $0.baseAddress! + offset + 8, size - 8) }
            set(sum, at: offset + 4, in: &file)
            offset += size
        }
    }

    private static func set(_ value: UInt32, at offset: Int, in file: inout [UInt8]) {
        for byte in 0..<4 { file[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
    }

    static func check(_ files: [[UInt8]], isChecked: Bool) throws {
        scratch.clear()
        // An empty file stands for one that is gone.
        for (first, file) in zip(firsts, files) where !file.isEmpty { scratch.write(file, to: name(first)) }
        var kept: UInt64?
        for _ in 0..<8 {
            let (found, error) = try read(isChecked)
            if let kept { demand(found >= kept, "a repair lost record \(found + 1), which could be read") }
            kept = found
            guard let error else { return try goOn(behind: found, isChecked) }
            demand(try JournalRepair(directory).mend(error) != nil, "no repair of \(error)")
        }
        demand(false, "eight repairs were not enough")
    }

    /// How many records are believed, and what ended it.
    private static func read(_ isChecked: Bool) throws -> (UInt64, JournalError?) {
        var count: UInt64 = 0
        do {
            var cursor = try JournalCursor(directory, after: 0, offset: 0)
            while let record = try cursor.next() {
                count += 1
                demand(cursor.sequence == count, "record \(cursor.sequence) after \(count - 1)")
                compare(record, count, isChecked)
            }
            return (count, nil)
        } catch let error as JournalError {
            demand(error.exitCode == 65, "\(error)")
            if case .damaged(let path, let offset, let after, _) = error {
                let size = scratch.bytes(of: String(path.dropFirst(scratch.path.count + 1))).count
                demand(offset <= size && after == count, "the damage is not where \(error) says")
            }
            return (count, error)
        }
    }

    private static func compare(_ record: Record, _ sequence: UInt64, _ isChecked: Bool) {
        let found = Encoder.frames(record)
        guard isChecked else { return }
        demand(sequence < records.count, "a record that was never written")
        let written = records[Int(sequence)]
        demand(
            found.header == written.header && found.payloads.count == written.payloads.count
                && zip(found.payloads, written.payloads).allSatisfy { $0.bytes.elementsEqual($1.bytes) },
            "record \(sequence) is not what was written")
    }

    /// One more record behind what is left.
    private static func goOn(behind count: UInt64, _ isChecked: Bool) throws {
        var cursor = try JournalCursor(directory, after: 0, offset: 0)
        while try cursor.next() != nil {}
        let writer = try JournalWriter(directory, end: cursor.end, sequence: count, durability: .process)
        let next = isChecked ? min(count + 1, JournalCase.count) : 1
        writer.append(record(next), sequence: count + 1)
        try writer.settle()
        var again = try JournalCursor(directory, after: 0, offset: 0)
        var found: UInt64 = 0
        while try again.next() != nil { found += 1 }
        demand(found == count + 1, "\(found) records behind one more than \(count)")
    }
}
