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
        case 0:
            check(
                bytes, wire.header, payloads, decode: { try Decoder.workerMessage(header: $0, payloads: $1) },
                encode: { Encoder.frames($0, session: $1) })
        case 1:
            check(
                bytes, wire.header, payloads, decode: { try Decoder.serverMessage(header: $0, payloads: $1) },
                encode: { Encoder.frames($0, session: $1) })
        default: checkRecord(bytes, wire.header, payloads.first ?? .empty)
        }
    }

    private static func check<Message>(
        _ input: UnsafeRawBufferPointer, _ header: UnsafeRawBufferPointer, _ payloads: [Payload],
        decode: (UnsafeRawBufferPointer, [Payload]) throws -> (session: SessionID, message: Message),
        encode: (Message, SessionID) -> Frames
    ) {
        guard let (session, message) = try? decode(header, payloads) else { return }
        let frames = encode(message, session)
        demand(isSame(frames.payloads, payloads), "the payloads are not those of the message")
        guard let again = try? frames.header.withUnsafeBytes({ try decode($0, frames.payloads) }) else {
            return demand(false, "an encoded message cannot be decoded")
        }
        demand(session == again.session, "another session")
        demand(encode(again.message, session).header == frames.header, "another message")
        compareTexts(message, again.message, input)
    }

    private static func checkRecord(
        _ input: UnsafeRawBufferPointer, _ header: UnsafeRawBufferPointer, _ payload: Payload
    ) {
        guard let record = try? Decoder.record(header: header, payload: payload) else { return }
        let frames = Encoder.frames(record)
        guard
            let again = try? frames.header.withUnsafeBytes({
                try Decoder.record(header: $0, payload: frames.payloads.first ?? .empty)
            })
        else { return demand(false, "an encoded record cannot be decoded") }
        demand(Encoder.frames(again).header == frames.header, "another record")
        compareTexts(record, again, input)
    }

    private static func isSame(_ left: [Payload], _ right: [Payload]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { $0.count == $1.count && $0.bytes.elementsEqual($1.bytes) }
    }

    /// Everything of both values: slow, so one in 16,384 by the bytes of the input. Those of the message would not do: many
    /// inputs in a row are the same message, and then all of them are slow.
    private static func compareTexts(_ left: some Any, _ right: some Any, _ input: UnsafeRawBufferPointer) {
        let sum = input.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        guard sum >> 18 == 0 else { return }
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
