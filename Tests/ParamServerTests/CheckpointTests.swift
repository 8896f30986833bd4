import Core
import Experiment
import Foundation
import ParamServer
import Protocol
import Testing

/// Snapshots and segments on real files: a copy of the directory at any moment is a run that goes on.
@Suite struct CheckpointTests {
    /// A server with its files; worker 1 pushes one chunk after another.
    private final class Run {
        let directory: TemporaryDirectory
        var conversation = Conversation(chunks: 400)
        let writer: JournalWriter
        let checkpoint: Checkpoint
        var chunk = 0

        init(_ retention: JournalRetention) throws {
            directory = try TemporaryDirectory()
            try FileManager.default.createDirectory(
                atPath: directory.file("journal"), withIntermediateDirectories: false)
            try FileManager.default.createDirectory(
                atPath: directory.file("snapshots"), withIntermediateDirectories: false)
            let journal = JournalDirectory(path: directory.file("journal"))
            writer = try JournalWriter(journal, end: .fresh(1), sequence: 0, durability: .process)
            checkpoint = Checkpoint(
                journal: journal, writer: writer,
                snapshots: SnapshotFile(directory: directory.file("snapshots")),
                retention: retention)
            conversation.join(1)
            _ = conversation.ready(1)
            try take(conversation.say(.milestone(conversation.milestone(of: 1)), as: 1))
        }

        func take(_ answers: Answers) throws {
            for record in answers.records { writer.append(record, sequence: conversation.server.sequence) }
            try writer.settle()
        }

        func push(_ count: Int) throws {
            for _ in 0..<count {
                let update = Conversation.count(chunk, elements: 400)
                let push = conversation.push(
                    chunk, of: 1, base: conversation.server.trials[0].version, update: update)
                try take(conversation.say(.push(push), as: 1))
                chunk += 1
            }
        }

        func perform(_ step: CheckpointStep) throws {
            try checkpoint.perform(step, of: conversation.server) {}
        }

        /// What a restart finds in a copy of the files.
        func restarted(mending: Bool = false) throws -> ParameterServer {
            var server = Conversation(chunks: 400).server
            _ = try Recovery(
                journal: JournalDirectory(path: directory.file("journal")),
                snapshots: SnapshotFile(directory: directory.file("snapshots")), newestEvent: .max
            ).run(into: &server, mending: mending, publish: { _ in })
            return server
        }

        func segments() throws -> [UInt64] {
            try JournalDirectory(path: directory.file("journal")).segments().map(\.first)
        }

        func snapshots() throws -> [UInt64] {
            try SnapshotFile(directory: directory.file("snapshots")).sequences()
        }

        func expectWhole() throws {
            let heir = try restarted()
            let server = conversation.server
            #expect(heir.sequence == server.sequence)
            #expect(heir.committedNumbers == server.committedNumbers)
            #expect(heir.trials[0].version == server.trials[0].version)
            #expect(heir.trials[0].parameterHash == server.trials[0].parameterHash)
        }
    }

    @Test(arguments: JournalRetention.Policy.allCases)
    func everyStepOfACheckpointLeavesAWholeRun(policy: JournalRetention.Policy) throws {
        let run = try Run(JournalRetention(policy, limitBytes: 4_000))
        for round in 1...5 {
            try run.push(20)
            for step in CheckpointStep.allCases {
                try run.perform(step)
                try run.expectWhole()
            }
            #expect(try run.snapshots().count == min(round, 2))
        }
        let firsts = try run.segments()
        switch policy {
        case .all: #expect(firsts == [1, 22, 42, 62, 82])
        case .limited: #expect(firsts == [62, 82])
        case .bounded: #expect(firsts == [82])
        }
    }

    /// The older of the two snapshots has what it needs.
    @Test func aDamagedSnapshotCostsNothing() throws {
        let run = try Run(JournalRetention(.bounded))
        for _ in 1...4 {
            try run.push(20)
            for step in CheckpointStep.allCases { try run.perform(step) }
        }
        try run.push(5)
        let newest = try #require(try run.snapshots().first)
        try run.directory.write([1, 2, 3], to: "snapshots/\(String(format: "%012d", newest)).safetensors")
        try run.expectWhole()
    }

    /// Whichever byte is damaged: it is read as it was written, or not at all.
    @Test func noDamagedSnapshotIsBelieved() throws {
        let run = try Run(JournalRetention(.all))
        try run.push(20)
        for step in CheckpointStep.allCases { try run.perform(step) }
        let snapshots = SnapshotFile(directory: run.directory.file("snapshots"))
        let name = "snapshots/\(String(format: "%012d", 21)).safetensors"
        let whole = try run.directory.bytes(of: name)
        let image = try #require(try snapshots.image(21))
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1
            try run.directory.write(damaged, to: name)
            guard let found = try snapshots.image(21) else { continue }
            #expect(found.sequence == image.sequence && found.journalOffset == image.journalOffset)
            #expect(found.sessions == image.sessions && found.trials == image.trials)
            #expect(found.newestEvent == image.newestEvent)
            let (state, old) = (try #require(found.states[0]), try #require(image.states[0]))
            withExtendedLifetime((state, old)) { #expect(state.bytes.elementsEqual(old.bytes)) }
        }
    }

    @Test func aJournalThatIsGoneIsAnErrorAndItsSnapshotGoesOnIfAsked() throws {
        let run = try Run(JournalRetention(.all))
        try run.push(20)
        for step in CheckpointStep.allCases { try run.perform(step) }
        try FileManager.default.removeItem(atPath: run.directory.file("journal"))
        #expect(throws: JournalError.self) { try run.restarted() }
        #expect(try run.restarted(mending: true).sequence == 21)
    }

    /// A snapshot that is ahead of the journal is never taken for one of records that come later.
    @Test func whatIsAheadOfTheJournalIsPutAside() throws {
        let run = try Run(JournalRetention(.all))
        try run.push(20)
        for step in CheckpointStep.allCases { try run.perform(step) }
        let snapshots = SnapshotFile(directory: run.directory.file("snapshots"))
        try snapshots.setAside(beyond: 21)
        #expect(try run.snapshots() == [21])
        try snapshots.setAside(beyond: 20)
        #expect(try run.snapshots() == [])
    }

    /// Run directories of the first version: one file, snapshots with an offset into it and no word of events.
    @Test func aSingleFileOfTheFirstVersionGoesOn() throws {
        let run = try Run(JournalRetention(.all))
        for _ in 1...2 {
            try run.push(20)
            for step in [CheckpointStep.syncJournal, .writeSnapshot] { try run.perform(step) }
        }
        try run.push(3)
        #expect(try run.segments() == [1])
        for sequence in try run.snapshots() {
            let name = "snapshots/\(String(format: "%012d", sequence)).safetensors"
            let file = try Safetensors(Payload(copying: run.directory.bytes(of: name)), file: name)
            let header = try #require(file.metadata["ignd"]).replacing("newestEvent", with: "unknownItem")
            let old = Safetensors.encode(file.tensors, metadata: ["ignd": header])
            let bytes = withExtendedLifetime(old) { Array(old.bytes) }
            try run.directory.write(bytes, to: name)
        }
        try run.expectWhole()
    }
}
