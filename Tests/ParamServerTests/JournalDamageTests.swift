import ParamServer
import Testing

/// The journal cut at every byte and every byte of it changed: a prefix of what was written, or a named error.
@Suite struct JournalDamageTests {
    private enum Outcome {
        case prefix(count: Int, end: JournalEnd)
        case named(JournalError)
        case wrong(String)
    }

    /// What a reader makes of the files as they are; each record is compared with what was written.
    private func outcome(_ directory: TemporaryDirectory) -> Outcome {
        do {
            var cursor = try JournalCursor(JournalDirectory(path: directory.path), after: 0, offset: 0)
            var count = 0
            while let found = try cursor.next() {
                count += 1
                let isNext = cursor.sequence == UInt64(count)
                guard isNext, JournalTests.isSame(found, JournalTests.record(cursor.sequence)) else {
                    return .wrong("record \(cursor.sequence) is not what was written")
                }
            }
            return .prefix(count: count, end: cursor.end)
        } catch let error as JournalError {
            return .named(error)
        } catch {
            return .wrong("\(error)")
        }
    }

    @Test func aJournalCutAnywhereIsAPrefixAndGoesOn() throws {
        let directory = try TemporaryDirectory()
        let segments = try JournalTests.journal(6, in: directory, starts: [3])
        var (tally, longest) = (DamageTally("cuts of the newest segment"), 2)
        for length in 0...segments[1].count {
            try directory.write(segments[1][..<length], to: "000003.journal")
            let outcome = outcome(directory)
            guard case .prefix(let count, let end) = outcome, count >= longest else {
                tally.note(false, "cut at \(length): \(outcome)")
                continue
            }
            tally.note(true)
            longest = count
            if length % 7 == 0 { try JournalTests.goesOn(directory, end, after: UInt64(count)) }
        }
        #expect(longest == 6)
        tally.finish()
    }

    /// Nothing of a segment with others behind it may be missing: it was synced before they were begun.
    @Test func aSegmentCutAnywhereInTheMiddleIsAnError() throws {
        let directory = try TemporaryDirectory()
        let segments = try JournalTests.journal(6, in: directory, starts: [3, 5])
        var tally = DamageTally("cuts of a segment with others behind it")
        for length in 0..<segments[1].count {
            try directory.write(segments[1][..<length], to: "000003.journal")
            let outcome = outcome(directory)
            var isNamed = false
            if case .named = outcome { isNamed = true }
            tally.note(isNamed, "cut at \(length): \(outcome)")
        }
        tally.finish()
    }

    @Test(arguments: [0, 1]) func aFlippedByteIsNeverBelieved(segment: Int) throws {
        let directory = try TemporaryDirectory()
        let bytes = try JournalTests.journal(6, in: directory, starts: [4])[segment]
        let name = ["000001.journal", "000004.journal"][segment]
        var tally = DamageTally(["flips in an older segment", "flips in the newest segment"][segment])
        for position in bytes.indices {
            for flip in (0..<8).map({ UInt8(1) << $0 }) + [0xff] {
                var damaged = bytes
                damaged[position] ^= flip
                try directory.write(damaged, to: name)
                let outcome = outcome(directory)
                let holds = isNoticed(outcome, in: directory.file(name), at: position, isNewest: segment == 1)
                tally.note(holds, "byte \(position) ^ \(flip): \(outcome)")
            }
        }
        tally.finish()
    }

    /// A prefix that ends before the flip, which only the newest segment may leave; or an error that names the file, and
    /// a place before the flip.
    private func isNoticed(_ outcome: Outcome, in path: String, at position: Int, isNewest: Bool) -> Bool {
        switch outcome {
        case .prefix(let count, _): isNewest && count < 6
        case .named(.damaged(let file, let offset, _, _)): file == path && offset <= position
        case .named(.notAJournal(let file)): file == path
        case .named, .wrong: false
        }
    }
}
