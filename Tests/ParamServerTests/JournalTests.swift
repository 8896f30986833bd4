import Core
import Experiment
import Foundation
import ParamServer
import Protocol
import Testing

/// The journal file: what was written comes back; what is broken is cut or named, never believed.
@Suite struct JournalTests {
    static func record(_ number: UInt64) -> Record {
        var body: Record.Body
        if number % 3 == 0 {
            let result = MilestoneResult(metrics: [Metric("loss", 0.5)])
            body = .milestone(
                MilestoneReport(
                    number: number, oldestUnanswered: number, trial: 0, phase: 1, base: number,
                    result: result,
                    parameterHash: [UInt8](repeating: 7, count: 32)))
        } else {
            let update = number % 3 == 1 ? Conversation.count(Int(number % 4), by: Double(number)) : nil
            body = .push(
                Push(
                    number: number, oldestUnanswered: number, trial: 0, phase: 1, chunk: Int(number),
                    base: number,
                    update: update))
        }
        return Record(
            timeMilliseconds: 1_000 + number, session: SessionID(5), version: number, rate: 0.5,
            staleness: number,
            body: body)
    }

    /// A writer at the beginning of a journal, or at `end`.
    static func writer(
        _ directory: TemporaryDirectory, end: JournalEnd = .fresh(1), sequence: UInt64 = 0
    ) throws -> JournalWriter {
        try JournalWriter(
            JournalDirectory(path: directory.path), end: end, sequence: sequence, durability: .process)
    }

    /// A journal of so many records in segments that begin with `starts` and with 1: its bytes, segment by segment.
    static func journal(
        _ count: UInt64, in directory: TemporaryDirectory, starts: Set<UInt64> = []
    ) throws -> [[UInt8]] {
        let writer = try writer(directory)
        for sequence in 1...count {
            if starts.contains(sequence) { try writer.rotate() }
            writer.append(record(sequence), sequence: sequence)
            try writer.settle()
        }
        return try JournalDirectory(path: directory.path).segments().map {
            try directory.bytes(of: String($0.path.dropFirst(directory.path.count + 1)))
        }
    }

    /// The numbers of the records that are believed, each compared with what was written; and where the next one goes.
    static func read(
        _ directory: TemporaryDirectory
    ) throws -> (numbers: [UInt64], end: JournalEnd) {
        var cursor = try JournalCursor(JournalDirectory(path: directory.path), after: 0, offset: 0)
        var numbers: [UInt64] = []
        while let found = try cursor.next() {
            let isSame = isSame(found, record(cursor.sequence))
            #expect(isSame, "record \(cursor.sequence) is not what was written")
            numbers.append(cursor.sequence)
        }
        return (numbers, cursor.end)
    }

    static func isSame(_ one: Record, _ other: Record) -> Bool {
        let (one, other) = (Encoder.frames(one), Encoder.frames(other))
        return withExtendedLifetime((one, other)) {
            one.header == other.header
                && one.payloads.map { Array($0.bytes) } == other.payloads.map { Array($0.bytes) }
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let directory = try TemporaryDirectory()
        _ = try JournalTests.journal(20, in: directory)
        #expect(try JournalTests.read(directory).numbers == Array(1...20))
    }

    @Test func segmentsAreOneJournal() throws {
        let directory = try TemporaryDirectory()
        _ = try JournalTests.journal(20, in: directory, starts: [5, 6, 17])
        let segments = try JournalDirectory(path: directory.path).segments()
        #expect(segments.map(\.first) == [1, 5, 6, 17])
        let (numbers, end) = try JournalTests.read(directory)
        #expect(numbers == Array(1...20))
        #expect(end == JournalEnd(segment: 17, validBytes: segments[3].byteCount))
    }

    /// A rotation leaves nothing behind until the next record comes, and two in a row are one.
    @Test func aSegmentBeginsWithItsFirstRecord() throws {
        let directory = try TemporaryDirectory()
        let writer = try JournalTests.writer(directory)
        try writer.rotate()
        writer.append(JournalTests.record(1), sequence: 1)
        try writer.settle()
        try writer.rotate()
        try writer.rotate()
        #expect(try JournalDirectory(path: directory.path).segments().map(\.first) == [1])
        writer.append(JournalTests.record(2), sequence: 2)
        try writer.settle()
        #expect(try JournalDirectory(path: directory.path).segments().map(\.first) == [1, 2])
    }

    /// The torn tail is cut and the next record stands where it should.
    static func goesOn(_ directory: TemporaryDirectory, _ end: JournalEnd, after last: UInt64) throws {
        let writer = try writer(directory, end: end, sequence: last)
        writer.append(record(last + 1), sequence: last + 1)
        try writer.flush()
        #expect(try read(directory).numbers.last == last + 1)
    }

    @Test func aWholeRecordThatIsMissingIsNamed() throws {
        let directory = try TemporaryDirectory()
        let writer = try JournalTests.writer(directory)
        for sequence: UInt64 in [1, 3, 4] { writer.append(JournalTests.record(sequence), sequence: sequence) }
        try writer.flush()
        var cursor = try JournalCursor(JournalDirectory(path: directory.path), after: 0, offset: 0)
        _ = try cursor.next()
        #expect(cursor.sequence == 1)
        #expect(throws: JournalError.self) { try cursor.next() }
    }

    @Test func aSegmentThatIsMissingIsNamed() throws {
        let directory = try TemporaryDirectory()
        _ = try JournalTests.journal(6, in: directory, starts: [3, 5])
        unlink(directory.file("000003.journal"))
        #expect {
            try JournalTests.read(directory)
        } throws: { error in
            guard case JournalError.missing(directory.path, 3, 4) = error else { return false }
            return true
        }
    }

    // MARK: Files that are used again

    /// A journal whose records 1 to 20, in one segment, were removed, and whose records from 26 on go into that file; the
    /// bytes of the last segment.
    private static func journalInAReusedFile(_ directory: TemporaryDirectory, upTo last: UInt64) throws
        -> [UInt8]
    {
        let writer = try writer(directory)
        for sequence in 1...last {
            if sequence == 21 || sequence == 26 { try writer.rotate() }
            if sequence == 26 { try JournalDirectory(path: directory.path).retire(1) }
            writer.append(record(sequence), sequence: sequence)
            try writer.settle()
        }
        return try directory.bytes(of: "000026.journal")
    }

    private static func readFrom21(_ directory: TemporaryDirectory) throws -> (
        numbers: [UInt64], end: JournalCursor
    ) {
        var cursor = try JournalCursor(JournalDirectory(path: directory.path))
        var numbers: [UInt64] = []
        while let found = try cursor.next() {
            #expect(Encoder.frames(found).header == Encoder.frames(record(cursor.sequence)).header)
            numbers.append(cursor.sequence)
        }
        return (numbers, cursor)
    }

    @Test func aRemovedSegmentsFileIsTheNextOnesAndItsOldRecordsMeanNothing() throws {
        let directory = try TemporaryDirectory()
        let bytes = try JournalTests.journalInAReusedFile(directory, upTo: 30)
        #expect(Array(bytes.prefix(16)) == JournalFormat.reusedPreamble)
        let (numbers, cursor) = try JournalTests.readFrom21(directory)
        #expect(numbers == Array(21...30))
        #expect(cursor.end.validBytes < bytes.count, "older records stand behind the end")
        #expect(cursor.tornBytes == 0, "which nobody needs to be told of")
        let whole = bytes.withUnsafeBytes { JournalFormat.sequences(in: $0, from: 0, after: 0) }
        #expect(whole.contains { $0 < 21 })
    }

    /// As a crash may leave it: the new record's first bytes over the older ones, wherever the writing stopped.
    @Test func aRecordThatIsWrittenInPartOverOlderOnesIsATornTail() throws {
        let directory = try TemporaryDirectory()
        let whole = try JournalTests.journalInAReusedFile(directory, upTo: 30)
        let before = try TemporaryDirectory()
        let partial = try JournalTests.journalInAReusedFile(before, upTo: 28)
        let ends = try (JournalTests.readFrom21(before).end.end, JournalTests.readFrom21(directory).end.end)
        for length in ends.0.validBytes...ends.1.validBytes {
            try directory.write(whole[..<length] + partial[length...], to: "000026.journal")
            let (numbers, cursor) = try JournalTests.readFrom21(directory)
            #expect(numbers == Array(21...(numbers.last ?? 0)))
            #expect((28...30).contains(numbers.last ?? 0))
            if length == ends.0.validBytes { #expect(numbers.last == 28 && cursor.tornBytes == 0) }
            if length == ends.1.validBytes { #expect(numbers.last == 30 && cursor.tornBytes == 0) }
            if length % 7 == 0 {
                let last = numbers.last ?? 0
                let writer = try JournalTests.writer(directory, end: cursor.end, sequence: last)
                writer.append(JournalTests.record(last + 1), sequence: last + 1)
                try writer.flush()
                #expect(try JournalTests.readFrom21(directory).numbers.last == last + 1)
            }
        }
    }

    @Test func aFlippedByteOfAReusedFileIsNeverBelieved() throws {
        let directory = try TemporaryDirectory()
        let bytes = try JournalTests.journalInAReusedFile(directory, upTo: 30)
        let end = try JournalTests.readFrom21(directory).end.end.validBytes
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 0x81
            try directory.write(damaged, to: "000026.journal")
            do {
                let numbers = try JournalTests.readFrom21(directory).numbers
                #expect(numbers == Array(21...(numbers.last ?? 0)))
                #expect((numbers.count < 10) == (position < end), "byte \(position)")
            } catch let error as JournalError {
                #expect(position < end, "byte \(position) means nothing: \(error)")
            }
        }
    }

    /// A crash between the new name and the first record.
    @Test func aReusedFileWithoutARecordOfItsOwnIsAnEmptySegment() throws {
        let directory = try TemporaryDirectory()
        _ = try JournalTests.journalInAReusedFile(directory, upTo: 26)
        var bytes = try JournalTests.journal(20, in: TemporaryDirectory())[0]
        bytes.replaceSubrange(..<16, with: JournalFormat.reusedPreamble)
        try directory.write(bytes, to: "000026.journal")
        let (numbers, cursor) = try JournalTests.readFrom21(directory)
        #expect(numbers == Array(21...25) && cursor.tornBytes == 0)
        #expect(cursor.end == JournalEnd(segment: 26, validBytes: 16))
    }

    @Test func aSegmentWithOthersBehindItHasNoOlderRecordsAndCountsItsOwnBytes() throws {
        let directory = try TemporaryDirectory()
        let writer = try JournalTests.writer(directory)
        let journal = JournalDirectory(path: directory.path)
        for sequence: UInt64 in 1...40 {
            if [21, 26, 30].contains(sequence) { try writer.rotate() }
            if sequence == 26 { try journal.retire(1) }
            writer.append(JournalTests.record(sequence), sequence: sequence)
            try writer.settle()
            let own = try writer.journalBytes()
            let onDisk = try journal.byteCount()
            #expect((26..<30).contains(sequence) ? own < onDisk : own == onDisk, "record \(sequence)")
        }
        #expect(try JournalTests.readFrom21(directory).numbers == Array(21...40))
        try journal.retire(21)
        #expect(access(directory.file("spare"), F_OK) == 0)
        try writer.finish()
        #expect(access(directory.file("spare"), F_OK) != 0, "nothing is left of it at a clean stop")
    }

    @Test func aSegmentThatSomebodyReadsIsNotUsedAgain() throws {
        let directory = try TemporaryDirectory()
        _ = try JournalTests.journal(10, in: directory, starts: [5])
        let journal = JournalDirectory(path: directory.path)
        var reader: JournalReader? = try JournalReader(path: directory.file("000001.journal"))
        try journal.retire(1)
        #expect(access(directory.file("spare"), F_OK) != 0)
        #expect(try reader?.next(after: 0)?.sequence == 1)
        reader = nil
        try journal.retire(5)
        #expect(access(directory.file("spare"), F_OK) == 0)
        #expect(throws: RunError.self) { try JournalReader(path: directory.file("000005.journal")) }
    }

    @Test func aSpareFileOfAnEarlierLifeIsNotUsed() throws {
        let directory = try TemporaryDirectory()
        try directory.write([1, 2, 3], to: "spare")
        _ = try JournalTests.journal(10, in: directory, starts: [5])
        #expect(try directory.bytes(of: "000005.journal").prefix(16).elementsEqual(JournalFormat.preamble))
        #expect(try JournalTests.read(directory).numbers == Array(1...10))
    }

    // MARK: Repair

    /// Every byte of a journal, flipped: after the repair it reads as a prefix that ends before the byte's record, the
    /// cut bytes stand beside it, and it goes on.
    @Test func aRepairKeepsWhatComesBeforeTheDamage() throws {
        let original = try TemporaryDirectory()
        let segments = try JournalTests.journal(5, in: original, starts: [3])
        for position in segments[0].indices {
            let directory = try TemporaryDirectory()
            var damaged = segments[0]
            damaged[position] ^= 0xff
            try directory.write(damaged, to: "000001.journal")
            try directory.write(segments[1], to: "000003.journal")
            let kept = try repair(directory)
            let isPreamble = position < JournalFormat.preamble.count
            #expect(isPreamble ? kept.numbers.count == 5 : kept.numbers.count < 2)
            if !isPreamble {
                let size = Int(try directory.bytes(of: "000001.journal").count)
                let aside = try directory.bytes(of: "000001.journal.damaged-\(size)")
                #expect(aside == Array(damaged[size...]))
                #expect(try directory.bytes(of: "000003.journal.damaged") == segments[1])
            }
            try JournalTests.goesOn(directory, kept.end, after: UInt64(kept.numbers.count))
        }
    }

    private func repair(_ directory: TemporaryDirectory) throws -> (numbers: [UInt64], end: JournalEnd) {
        do {
            return try JournalTests.read(directory)
        } catch let error as JournalError {
            #expect(try JournalRepair(JournalDirectory(path: directory.path)).mend(error) != nil)
            return try JournalTests.read(directory)
        }
    }

    @Test func aRepairSaysWhatIsLost() throws {
        let directory = try TemporaryDirectory()
        let segments = try JournalTests.journal(9, in: directory, starts: [5])
        var damaged = segments[0]
        damaged[damaged.count - 1] ^= 1
        try directory.write(damaged, to: "000001.journal")
        do {
            _ = try JournalTests.read(directory)
            Issue.record("the damage is not seen")
        } catch let error as JournalError {
            let text = try JournalRepair(JournalDirectory(path: directory.path)).mend(error)
            #expect(
                text?.contains(
                    "behind record 3; records 4 to 9 are lost with their results (6 records, 5 of them still whole)"
                )
                    == true, "\(text ?? "-")")
        }
        #expect(try JournalTests.read(directory).numbers == [1, 2, 3])
    }

    // MARK: A full disk

    /// In a process of its own, since the limit holds for all its files.
    @Test func aWriteThatFailsLeavesTheJournalGoodAndMayBeTriedAgain() async {
        await #expect(processExitsWith: .success) { try JournalTests.writeIntoAFullDisk() }
    }

    private static func writeIntoAFullDisk() throws {
        let directory = try TemporaryDirectory()
        let writer = try writer(directory)
        for sequence: UInt64 in 1...3 { writer.append(record(sequence), sequence: sequence) }
        try writer.settle()
        let bytes = try directory.bytes(of: "000001.journal")
        writer.append(record(4), sequence: 4)
        try FileSizeLimit.during(bytes.count + 40) {
            #expect(throws: JournalError.self) { try writer.settle() }
            let kept = try directory.bytes(of: "000001.journal")
            #expect(kept == bytes, "nothing of it stands in the file")
        }
        writer.append(record(5), sequence: 5)
        try writer.settle()
        try writer.rotate()
        writer.append(record(6), sequence: 6)
        // Neither the new segment's beginning fits nor, then, the record.
        for limit in [8, 24] {
            try FileSizeLimit.during(limit) { #expect(throws: JournalError.self) { try writer.settle() } }
            #expect(try read(directory).numbers == Array(1...5))
        }
        try writer.settle()
        #expect(try read(directory).numbers == Array(1...6))
    }
}
