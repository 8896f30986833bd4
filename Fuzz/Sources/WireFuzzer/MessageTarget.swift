import Core
import FuzzDriver
import Protocol

extension FuzzTarget {
    /// Whole messages of both directions and journal records through the decoder. What is decoded is encoded and decoded
    /// again: it must be the same.
    static let messages = FuzzTarget("messages", seeds: { MessageSeeds.all }, mutate: WireInput.mutate) {
        bytes in
        var input = InputBytes(bytes)
        let wire = WireInput(&input)
        let payloads = wire.payloads.map { Payload(owner: nil, bytes: $0) }
        switch wire.kind % 3 {
        case 0: checkWorkerMessage(wire.header, payloads)
        case 1: checkServerMessage(wire.header, payloads)
        default: checkRecord(wire.header, payloads.first ?? .empty)
        }
    }

    private static func checkWorkerMessage(_ header: UnsafeRawBufferPointer, _ payloads: [Payload]) {
        guard let (session, message) = try? Decoder.workerMessage(header: header, payloads: payloads) else {
            return
        }
        let frames = Encoder.frames(message, session: session)
        demand(isSame(frames.payloads, payloads), "the payloads are not those of the message")
        guard
            let again = try? frames.header.withUnsafeBytes({
                try Decoder.workerMessage(header: $0, payloads: frames.payloads)
            })
        else { return demand(false, "an encoded message cannot be decoded") }
        demand(session == again.session, "another session")
        demand(Encoder.frames(again.message, session: session).header == frames.header, "another message")
        compareTexts(message, again.message, frames.header)
    }

    private static func checkServerMessage(_ header: UnsafeRawBufferPointer, _ payloads: [Payload]) {
        guard let (session, message) = try? Decoder.serverMessage(header: header, payloads: payloads) else {
            return
        }
        let frames = Encoder.frames(message, session: session)
        demand(isSame(frames.payloads, payloads), "the payloads are not those of the message")
        guard
            let again = try? frames.header.withUnsafeBytes({
                try Decoder.serverMessage(header: $0, payloads: frames.payloads)
            })
        else { return demand(false, "an encoded message cannot be decoded") }
        demand(session == again.session, "another session")
        demand(Encoder.frames(again.message, session: session).header == frames.header, "another message")
        compareTexts(message, again.message, frames.header)
    }

    private static func checkRecord(_ header: UnsafeRawBufferPointer, _ payload: Payload) {
        guard let record = try? Decoder.record(header: header, payload: payload) else { return }
        let frames = Encoder.frames(record)
        guard
            let again = try? frames.header.withUnsafeBytes({
                try Decoder.record(header: $0, payload: frames.payloads.first ?? .empty)
            })
        else { return demand(false, "an encoded record cannot be decoded") }
        demand(Encoder.frames(again).header == frames.header, "another record")
        compareTexts(record, again, frames.header)
    }

    private static func isSame(_ left: [Payload], _ right: [Payload]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { $0.count == $1.count && $0.bytes.elementsEqual($1.bytes) }
    }

    /// Everything of both values: slow, so one in 16,384 by its bytes.
    private static func compareTexts(_ left: some Any, _ right: some Any, _ header: [UInt8]) {
        guard header.reduce(0, { ($0 &* 31 &+ UInt32($1)) }) & 16_383 == 0 else { return }
        demand(text(left) == text(right), "what is encoded and decoded is another value")
    }

    private static func text(_ value: some Any) -> [Substring] {
        var text = ""
        dump(value, to: &text)
        return text.split(separator: "\n").filter {
            !$0.contains("0x") && !$0.contains("UnsafeRawBufferPointer") && !$0.contains("owner")
        }
    }
}
