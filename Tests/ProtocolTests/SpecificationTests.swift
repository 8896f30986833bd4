import CMessages
import Core
import Foundation
import ParamServer
import Protocol
import Testing

// The dumps in Sources/Protocol/README.md are what the encoder gives, so the page cannot rot.
// After a change of the messages: IGND_WRITE_SPECIFICATION=1 swift test --filter Specification

@Suite struct SpecificationTests {
    @Test(arguments: Example.all.map(\.name)) func theSpecificationShowsTheRealBytes(name: String) throws {
        let example = try #require(Example.all.first { $0.name == name })
        let page = try SpecificationPage()
        #expect(try page.dump(named: name) == example.dump)
    }

    @Test func theSpecificationShowsEveryMessage() throws {
        let names = try SpecificationPage().names
        #expect(Set(names) == Set(Example.all.map(\.name)), "examples on the page and in this file")
        let first = UnsafeBufferPointer(
            start: ignd__message__descriptor.fields, count: Int(ignd__message__descriptor.n_fields))
        for field in first.dropFirst(2) {
            let message = String(cString: field.name)
            #expect(names.contains { $0.hasPrefix(message) }, "no dump of \(message)")
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["IGND_WRITE_SPECIFICATION"] != nil))
    func writesTheDumps() throws {
        var page = try SpecificationPage()
        for example in Example.all { try page.replace(example.name, with: example.dump) }
        try page.save()
    }
}

/// One message or record with values small enough to read.
struct Example {
    let name: String
    let frames: Frames
    /// Names of the payload's parts with their lengths in bytes.
    var parts: [(count: Int, meaning: String)] = []
    var isRecord = false
    private var fixed: String?

    /// The beginning of a segment.
    init(_ name: String, preamble: [UInt8]) {
        self.name = name
        frames = Frames(header: preamble, payloads: [])
        fixed = [
            "beginning of a segment: \(preamble.count) bytes",
            Annotation.line(preamble[0..<8], "\"IGNDJRNL\""),
            Annotation.line(preamble[8..<16], "version = 1, little-endian"),
        ].joined(separator: "\n")
    }

    /// A worker's message.
    init(_ name: String, _ message: WorkerMessage, parts: [(Int, String)] = []) {
        self.name = name
        frames = Encoder.frames(message, session: session)
        self.parts = parts
    }

    /// A server's message.
    init(_ name: String, _ message: ServerMessage, parts: [(Int, String)] = []) {
        self.name = name
        frames = Encoder.frames(message, session: session)
        self.parts = parts
    }

    /// A journal record.
    init(_ name: String, _ record: Record, parts: [(Int, String)]) {
        self.name = name
        frames = Encoder.frames(record)
        self.parts = parts
        isRecord = true
    }

    var dump: String { fixed ?? (isRecord ? recordDump : messageDump) }

    private var messageDump: String {
        var lines = ["frame 1: header, \(frames.header.count) bytes"]
        lines += Annotation.lines(frames.header, as: ignd__message__descriptor)
        for (index, payload) in frames.payloads.enumerated() {
            lines.append("frame \(index + 2): payload, \(payload.count) bytes")
            lines += payloadLines(Array(payload.bytes))
        }
        return lines.joined(separator: "\n")
    }

    private var recordDump: String {
        let (header, payload) = (frames.header, frames.payloads[0])
        let record = JournalFormat.front(sequence: 7, header: header, payload: payload)
        let front = withExtendedLifetime(record) { Array(record.bytes) }
        var lines = [
            "record: \(JournalFormat.size(header: header.count, payload: payload.count)) bytes",
            Annotation.line(front[0..<4], "length of what follows the checksum"),
            Annotation.line(front[4..<8], "CRC-32C of what follows"),
            Annotation.line(front[8..<16], "sequence"),
            Annotation.line(front[16..<20], "header length"),
            Annotation.line(front[20..<24], "payload length"),
        ]
        lines += Annotation.lines(header, as: ignd__record__descriptor)
        lines.append(Annotation.line(front[(24 + header.count)...], "padding to 8 bytes"))
        return (lines + payloadLines(Array(payload.bytes))).joined(separator: "\n")
    }

    private func payloadLines(_ bytes: [UInt8]) -> [String] {
        var rest = bytes[...]
        return parts.map { count, meaning in
            defer { rest = rest.dropFirst(count) }
            return Annotation.line(rest.prefix(count), meaning)
        }
    }
}

private let session = SessionID(0x1122_3344_5566_7788)

extension Example {
    /// Tensor 0 is a float32 matrix [2, 3].
    private static var update: Update {
        Update(
            blocks: [Block(tensor: 0, form: .factors(rank: 1))],
            payload: floats([0.5, -2]) + floats([1, 2, 4]) + [0, 0, 0, 0])
    }
    private static let updateParts = [
        (8, "left: 0.5, -2"), (12, "right: 1, 2, 4"), (4, "padding to 8 bytes"),
    ]

    private static func floats(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    private static var push: Push {
        Push(
            number: 3, oldestUnanswered: 3, trial: 0, phase: 1, chunk: 5, base: 4, update: update)
    }

    private static var ahead: Push {
        Push(
            number: 4, oldestUnanswered: 3, trial: 0, phase: 1, chunk: 6, base: 5, after: 3, update: update)
    }

    private static var chain: Assignment {
        Assignment(
            trial: 0, leases: [.chunk(phase: 1, chunk: 6), .chunk(phase: 1, chunk: 7)],
            sync: Sync(version: 5, content: .steps([])), specification: [], chainRate: 0.5)
    }

    private static var rowwisePush: Push {
        let update = Update(
            blocks: [Block(tensor: 0, form: .rows(count: 1)), Block(tensor: 1, form: .dense)],
            moments: Update.Moments(steps: 1, powers: AdamPowers(first: 0.5, second: 0.75)),
            payload: Payload(
                copying: [3, 0, 0, 0, 0, 0, 0, 0]
                    + floats([0.5, 1, -1, 2, 0.25, 0.5, 1, -1, 0.125, 0.25, 0.5, 1])))
        return Push(number: 3, oldestUnanswered: 3, trial: 0, phase: 1, chunk: 5, base: 4, update: update)
    }
    private static let rowwiseParts = [
        (4, "row numbers: 3"), (4, "padding to 8 bytes"), (8, "row 3: 0.5, 1"), (8, "tensor 1: -1, 2"),
        (16, "first moments: of row 3, then of tensor 1"), (16, "second moments"),
    ]

    private static var milestone: MilestoneReport {
        MilestoneReport(
            number: 4, oldestUnanswered: 4, trial: 0, phase: 1, base: 6,
            result: MilestoneResult(
                metrics: [Metric("loss", 0.25)],
                assignment: Update(
                    blocks: [Block(tensor: 1, form: .dense)],
                    payload: Payload(copying: floats([1, 2]))),
                verdict: .proceed),
            parameterHash: Array(0..<32))
    }

    private static var tail: Assignment {
        Assignment(
            trial: 0, leases: [.chunk(phase: 1, chunk: 8)],
            sync: Sync(
                version: 6,
                content: .steps([
                    Step(
                        kind: .apply, rate: 0.5,
                        parts: [Step.Part(session: session, number: 3, update: nil)]),
                    Step(
                        kind: .apply, rate: 0.5,
                        parts: [Step.Part(session: SessionID(9), number: 1, update: update)]),
                ])),
            specification: [])
    }

    private static var first: Assignment {
        Assignment(
            trial: 0, leases: [.milestone(phase: 0)],
            sync: Sync(
                version: 0,
                content: .snapshot(
                    Payload(copying: floats([0, 0, 0, 0, 0, 0, 0, 0])),
                    moments: Update.Moments(steps: 0, powers: AdamPowers()))),
            specification: Array(#"{"task":{}}"#.utf8))
    }

    static var all: [Example] {
        [
            Example("hello", .hello(Hello(name: "a-1", software: "0.1.0", leases: 2))),
            Example("welcome", .welcome(Welcome(run: "48acb73b", leaseMilliseconds: 10_000))),
            Example("ready", .ready(Holding(trial: 2, version: 300))),
            Example("wait", .wait(reason: "all work is in other hands")),
            Example("finished", .finished(reason: "all trials have ended")),
            Example(
                "assignment", .assignment(first),
                parts: [(24, "tensor 0, [2, 3]: the parameters at version 0"), (8, "tensor 1, [2]")]),
            Example("fetch", .fetch(Fetch(digest: "6c0573ec", offset: 1_048_576, length: 1_048_576))),
            Example(
                "piece",
                .piece(
                    Piece(
                        digest: "6c0573ec", offset: 1_048_576, total: 1_048_580,
                        payload: Payload(copying: [1, 2, 3, 4]))),
                parts: [(4, "the bytes of the file from the offset on")]),
            Example("push", .push(push), parts: updateParts),
            Example("push, rows with moments", .push(rowwisePush), parts: rowwiseParts),
            Example(
                "push, diverged",
                .push(
                    Push(number: 3, oldestUnanswered: 3, trial: 0, phase: 1, chunk: 5, base: 4, update: nil))),
            Example("milestone", .milestone(milestone), parts: [(8, "tensor 1, [2]: its new values 1, 2")]),
            Example("push, ahead", .push(ahead), parts: updateParts),
            Example("commit, ahead", .commit(Commit(number: 3, next: chain))),
            Example("commit", .commit(Commit(number: 3, next: tail)), parts: updateParts),
            Example("refusal", .refusal(Refusal(.superseded, "chunk 5 of phase 1 is done", number: 3))),
            Example("heartbeat", .heartbeat(activity: "working")),
            Example("goodbye", .goodbye(reason: "the sweep is done")),
            Example("segment", preamble: JournalFormat.preamble),
            Example(
                "record",
                Record(
                    timeMilliseconds: 1_700_000_000_000, session: session, version: 5, rate: 0.5,
                    staleness: 0,
                    body: .push(push)),
                parts: updateParts),
        ]
    }
}

extension Update {
    fileprivate init(blocks: [Block], payload: [UInt8]) {
        self.init(blocks: blocks, payload: Payload(copying: payload))
    }
}

/// Protobuf bytes as lines of hex, each with the field that stands there: names come from the generated descriptors.
private enum Annotation {
    static func line(_ bytes: ArraySlice<UInt8>, _ meaning: String, depth: Int = 0) -> String {
        let hex = bytes.map { String(format: "%02x", $0) }
        var rows: [String] = []
        for start in stride(from: 0, to: max(hex.count, 1), by: 16) {
            rows.append(hex[start..<min(start + 16, hex.count)].joined(separator: " "))
        }
        rows[0] = rows[0].padding(toLength: 48, withPad: " ", startingAt: 0)
        rows[0] += String(repeating: "  ", count: depth) + meaning
        return rows.joined(separator: "\n")
    }

    static func lines(
        _ bytes: [UInt8], as descriptor: ProtobufCMessageDescriptor, depth: Int = 0
    ) -> [String] {
        var lines: [String] = []
        var position = 0
        while position < bytes.count {
            let start = position
            let tag = varint(bytes, &position)
            let field = UnsafeBufferPointer(start: descriptor.fields, count: Int(descriptor.n_fields))
                .first { UInt64($0.id) == tag >> 3 }!
            let name = String(cString: field.name)
            switch tag & 7 {
            case 0:
                let value = varint(bytes, &position)
                lines.append(line(bytes[start..<position], "\(name) = \(text(value, field))", depth: depth))
            case 1:
                position += 8
                let value = number(bytes[(position - 8)..<position], field)
                lines.append(line(bytes[start..<position], "\(name) = \(value)", depth: depth))
            default:
                let count = Int(varint(bytes, &position))
                let content = Array(bytes[position..<(position + count)])
                if field.type == PROTOBUF_C_TYPE_MESSAGE {
                    lines.append(line(bytes[start..<position], "\(name), \(count) bytes", depth: depth))
                    let inner = field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
                    lines += Annotation.lines(content, as: inner.pointee, depth: depth + 1)
                } else {
                    let isText = field.type == PROTOBUF_C_TYPE_STRING
                    let value =
                        isText ? " \"\(String(decoding: content, as: UTF8.self))\"" : ", \(count) bytes"
                    lines.append(
                        line(bytes[start..<(position + count)], name + value, depth: depth))
                }
                position += count
            }
        }
        return lines
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64 {
        var (value, shift) = (UInt64(0), UInt64(0))
        repeat {
            value |= UInt64(bytes[position] & 0x7F) << shift
            shift += 7
            position += 1
        } while bytes[position - 1] & 0x80 != 0
        return value
    }

    private static func text(_ value: UInt64, _ field: ProtobufCFieldDescriptor) -> String {
        guard field.type == PROTOBUF_C_TYPE_ENUM else { return "\(value)" }
        let type = field.descriptor.assumingMemoryBound(to: ProtobufCEnumDescriptor.self).pointee
        let name = UnsafeBufferPointer(start: type.values, count: Int(type.n_values))
            .first { UInt64($0.value) == value }!.name!
        return "\(value) (\(String(cString: name)))"
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ field: ProtobufCFieldDescriptor) -> String {
        let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return field.type == PROTOBUF_C_TYPE_DOUBLE
            ? "\(Double(bitPattern: bits))" : "0x" + String(bits, radix: 16)
    }
}

/// Sources/Protocol/README.md: a dump stands in a fenced block behind a line `<!-- dump: NAME -->`.
private struct SpecificationPage {
    private let path: String
    private var lines: [String]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        path = root.appendingPathComponent("Sources/Protocol/README.md").path
        lines = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n")
    }

    private static let mark = "<!-- dump: "

    var names: [String] {
        lines.filter { $0.hasPrefix(SpecificationPage.mark) }
            .map { String($0.dropFirst(SpecificationPage.mark.count).dropLast(" -->".count)) }
    }

    private func range(of name: String) throws -> Range<Int> {
        let mark = try #require(
            lines.firstIndex(of: "\(SpecificationPage.mark)\(name) -->"), "no dump of \(name)")
        try #require(lines[mark + 1] == "```", "a fence behind the mark")
        let end = try #require(lines[(mark + 2)...].firstIndex(of: "```"))
        return (mark + 2)..<end
    }

    func dump(named name: String) throws -> String {
        lines[try range(of: name)].joined(separator: "\n")
    }

    mutating func replace(_ name: String, with dump: String) throws {
        lines.replaceSubrange(try range(of: name), with: dump.components(separatedBy: "\n"))
    }

    func save() throws {
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
