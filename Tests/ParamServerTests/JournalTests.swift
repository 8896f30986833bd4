import Core
import Foundation
import ParamServer
import Protocol
import Testing

/// The journal file: what was written comes back; what is broken is cut or named, never believed.
@Suite struct JournalTests {
    private static func record(_ number: UInt64) -> Record {
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

    /// A journal of so many records, and its bytes.
    private static func journal(_ count: UInt64, in directory: TemporaryDirectory) throws -> (
        path: String, bytes: [UInt8]
    ) {
        let path = directory.file("journal")
        let writer = try JournalWriter(path: path, validBytes: 0, durability: .process)
        for sequence in 1...count {
            writer.append(record(sequence), sequence: sequence)
            try writer.settle()
        }
        return (path, try directory.bytes(of: "journal"))
    }

    /// The numbers of the records that a reader believes, each compared with what was written.
    private static func read(_ path: String) throws -> [UInt64] {
        var reader = try JournalReader(path: path)
        var numbers: [UInt64] = []
        while let (sequence, found) = try reader.next(after: UInt64(numbers.count)) {
            let (one, other) = (Encoder.frames(found), Encoder.frames(record(sequence)))
            #expect(one.header == other.header, "record \(sequence) is not what was written")
            #expect(one.payloads.map { Array($0.bytes) } == other.payloads.map { Array($0.bytes) })
            numbers.append(sequence)
        }
        return numbers
    }

    @Test func whatIsWrittenIsRead() throws {
        let directory = try TemporaryDirectory()
        let (path, _) = try JournalTests.journal(20, in: directory)
        #expect(try JournalTests.read(path) == Array(1...20))
    }

    @Test func aJournalCutAnywhereIsAPrefixAndGoesOn() throws {
        let directory = try TemporaryDirectory()
        let (_, bytes) = try JournalTests.journal(4, in: directory)
        let path = directory.file("cut")
        var longest = 0
        for length in 0...bytes.count {
            try directory.write(bytes[..<length], to: "cut")
            let numbers = try JournalTests.read(path)
            #expect(numbers == Array(1...4).prefix(numbers.count).map { UInt64($0) })
            #expect(numbers.count >= longest, "a longer file tells no less")
            longest = numbers.count
            if length % 7 == 0 { try goesOn(path, after: UInt64(numbers.count)) }
        }
        #expect(longest == 4)
    }

    /// The torn tail is cut and the next record stands where it should.
    private func goesOn(_ path: String, after last: UInt64) throws {
        var whole = try JournalReader(path: path)
        var sequence: UInt64 = 0
        while try whole.next(after: sequence) != nil { sequence += 1 }
        let writer = try JournalWriter(path: path, validBytes: whole.offset, durability: .process)
        writer.append(JournalTests.record(last + 1), sequence: last + 1)
        try writer.flush()
        #expect(try JournalTests.read(path).last == last + 1)
    }

    @Test func aFlippedByteIsNeverBelieved() throws {
        let directory = try TemporaryDirectory()
        let (_, bytes) = try JournalTests.journal(4, in: directory)
        let path = directory.file("flipped")
        for position in bytes.indices {
            for flip: UInt8 in [0x01, 0x80, 0xff] {
                var damaged = bytes
                damaged[position] ^= flip
                try directory.write(damaged, to: "flipped")
                do {
                    let numbers = try JournalTests.read(path)
                    #expect(numbers.count < 4, "byte \(position) is not covered")
                } catch let error as JournalError {
                    switch error {
                    case .damaged, .notAJournal: break
                    case .system: Issue.record("byte \(position): \(error)")
                    }
                }
            }
        }
    }

    @Test func aWholeRecordThatIsMissingIsNamed() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("gap")
        let writer = try JournalWriter(path: path, validBytes: 0, durability: .process)
        for sequence: UInt64 in [1, 3, 4] { writer.append(JournalTests.record(sequence), sequence: sequence) }
        try writer.flush()
        var reader = try JournalReader(path: path)
        #expect(try reader.next(after: 0)?.sequence == 1)
        #expect(throws: JournalError.self) { try reader.next(after: 1) }
    }

    /// In a process of its own, since the limit holds for all its files.
    @Test func aWriteThatFailsLeavesTheJournalGoodAndMayBeTriedAgain() async {
        await #expect(processExitsWith: .success) { try JournalTests.writeIntoAFullDisk() }
    }

    private static func writeIntoAFullDisk() throws {
        let directory = try TemporaryDirectory()
        let (path, bytes) = try JournalTests.journal(3, in: directory)
        let writer = try JournalWriter(path: path, validBytes: bytes.count, durability: .process)
        writer.append(record(4), sequence: 4)
        try FileSizeLimit.during(bytes.count + 40) {
            #expect(throws: JournalError.self) { try writer.settle() }
            let kept = try directory.bytes(of: "journal")
            #expect(kept == bytes, "nothing of it stands in the file")
        }
        writer.append(record(5), sequence: 5)
        try writer.settle()
        #expect(try read(path) == Array(1...5))
    }
}
