internal import CMessages
package import Core

/// Unpacks frames strictly: what is missing, out of range or left over is a fault, never a crash.
package enum Decoder {
    /// A worker's message and its session.
    package static func workerMessage(
        header: UnsafeRawBufferPointer, payloads: [Payload]
    ) throws(DecodingFault) -> (session: SessionID, message: WorkerMessage) {
        let envelope = try Envelope(header)
        var reader = PayloadReader(payloads)
        let message = try envelope.workerMessage(&reader)
        try reader.finish()
        return (SessionID(envelope.pointer.pointee.session), message)
    }

    /// A server's message and the session that it answers.
    package static func serverMessage(
        header: UnsafeRawBufferPointer, payloads: [Payload]
    ) throws(DecodingFault) -> (session: SessionID, message: ServerMessage) {
        let envelope = try Envelope(header)
        var reader = PayloadReader(payloads)
        let message = try envelope.serverMessage(&reader)
        try reader.finish()
        return (SessionID(envelope.pointer.pointee.session), message)
    }

    package static func record(header: UnsafeRawBufferPointer, payload: Payload) throws(DecodingFault)
        -> Record
    {
        let bytes = header.assumingMemoryBound(to: UInt8.self)
        guard let record = ignd__record__unpack(nil, bytes.count, bytes.baseAddress) else {
            throw DecodingFault("the record header is no protobuf message")
        }
        defer { ignd__record__free_unpacked(record, nil) }
        var reader = PayloadReader([payload])
        let body: Record.Body
        switch record.pointee.body_case {
        case IGND__RECORD__BODY_PUSH: body = .push(try decode(record.pointee.push, &reader))
        case IGND__RECORD__BODY_MILESTONE: body = .milestone(try decode(record.pointee.milestone, &reader))
        default: throw DecodingFault("the record has no body")
        }
        return Record(
            timeMilliseconds: record.pointee.time_milliseconds, session: SessionID(record.pointee.session),
            version: record.pointee.version, rate: record.pointee.rate, staleness: record.pointee.staleness,
            body: body)
    }
}

/// A parsed Message; freed with this value.
struct Envelope: ~Copyable {
    let pointer: UnsafeMutablePointer<Ignd__Message>

    init(_ header: UnsafeRawBufferPointer) throws(DecodingFault) {
        guard header.count <= maximumHeaderBytes else { throw DecodingFault("the header frame is too large") }
        let bytes = header.assumingMemoryBound(to: UInt8.self)
        guard let parsed = ignd__message__unpack(nil, bytes.count, bytes.baseAddress) else {
            throw DecodingFault("the header frame is no protobuf message")
        }
        let version = parsed.pointee.protocol
        guard version == protocolVersion else {
            ignd__message__free_unpacked(parsed, nil)
            throw DecodingFault(
                "protocol version \(version) is not \(protocolVersion)", kind: .otherVersion(version))
        }
        pointer = parsed
    }

    deinit { ignd__message__free_unpacked(pointer, nil) }
}

/// Hands out payload frames in order; none may be left.
struct PayloadReader {
    private let payloads: [Payload]
    private var next = 0

    init(_ payloads: [Payload]) { self.payloads = payloads }

    mutating func take() throws(DecodingFault) -> Payload {
        guard next < payloads.count else { throw DecodingFault("a payload frame is missing") }
        defer { next += 1 }
        return payloads[next]
    }

    func finish() throws(DecodingFault) {
        guard next == payloads.count else {
            throw DecodingFault("\(payloads.count - next) payload frames are not described")
        }
    }
}

extension Decoder {
    static func text(_ pointer: UnsafeMutablePointer<CChar>?) throws(DecodingFault) -> String {
        guard let pointer else { return "" }
        guard let text = String(validatingCString: pointer), text.utf8.count <= 4_096 else {
            throw DecodingFault("a text is not UTF-8 or too long")
        }
        return text
    }

    static func integer(_ value: UInt64) throws(DecodingFault) -> Int {
        guard let integer = Int(exactly: value), integer <= 1 << 48 else {
            throw DecodingFault("\(value) is out of range")
        }
        return integer
    }

    static func present<T>(
        _ pointer: UnsafeMutablePointer<T>?, _ name: String
    ) throws(DecodingFault) -> T {
        guard let pointer else { throw DecodingFault("\(name) is missing") }
        return pointer.pointee
    }

    static func elements<T>(
        _ list: UnsafeMutablePointer<UnsafeMutablePointer<T>?>?, _ count: Int, atMost limit: Int
    ) throws(DecodingFault) -> [T] {
        guard count <= limit else { throw DecodingFault("a list of \(count) exceeds \(limit)") }
        var elements: [T] = []
        elements.reserveCapacity(count)
        for index in 0..<count { elements.append(try present(list?[index], "a list element")) }
        return elements
    }

    static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
        Array(UnsafeBufferPointer(start: data.data, count: data.len))
    }
}
