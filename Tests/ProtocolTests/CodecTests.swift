import Core
import Protocol
import Testing

/// What is packed is unpacked as it was; what is broken is a fault with a sentence, never a crash.
@Suite struct CodecTests {
    /// Everything of a value but the payloads' addresses.
    private func text(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        let isAddress = #/0x[0-9a-f]{8}|UnsafeRawBufferPointer|pointerValue|owner/#
        return text.split(separator: "\n").filter { !$0.contains(isAddress) }.joined(separator: "\n")
    }

    private func decodeWorker(_ header: [UInt8], _ payloads: [Payload]) throws -> (SessionID, WorkerMessage) {
        try header.withUnsafeBytes { try Decoder.workerMessage(header: $0, payloads: payloads) }
    }

    private func decodeServer(_ header: [UInt8], _ payloads: [Payload]) throws -> (SessionID, ServerMessage) {
        try header.withUnsafeBytes { try Decoder.serverMessage(header: $0, payloads: payloads) }
    }

    private func decodeRecord(_ header: [UInt8], _ payload: Payload) throws -> Record {
        try header.withUnsafeBytes { try Decoder.record(header: $0, payload: payload) }
    }

    private func bytes(_ frames: Frames) -> [[UInt8]] {
        [frames.header] + frames.payloads.map { Array($0.bytes) }
    }

    @Test(arguments: Samples.worker.indices) func aWorkersMessageComesBack(index: Int) throws {
        let message = Samples.worker[index]
        let frames = Encoder.frames(message, session: Samples.session)
        let (session, found) = try decodeWorker(frames.header, frames.payloads)
        #expect(session == Samples.session)
        #expect(text(found) == text(message))
        #expect(bytes(Encoder.frames(found, session: session)) == bytes(frames))
    }

    @Test(arguments: Samples.server.indices) func aServersMessageComesBack(index: Int) throws {
        let message = Samples.server[index]
        let frames = Encoder.frames(message, session: Samples.session)
        let (session, found) = try decodeServer(frames.header, frames.payloads)
        #expect(session == Samples.session)
        #expect(text(found) == text(message))
        #expect(bytes(Encoder.frames(found, session: session)) == bytes(frames))
    }

    @Test(arguments: Samples.records.indices) func aRecordComesBack(index: Int) throws {
        let frames = Encoder.frames(Samples.records[index])
        let found = try decodeRecord(frames.header, frames.payloads[0])
        #expect(text(found) == text(Samples.records[index]))
        #expect(bytes(Encoder.frames(found)) == bytes(frames))
    }

    // MARK: Committed bytes: peers and journals of this protocol version depend on them

    @Test func theBytesOnTheWireAreTheCommittedOnes() {
        func hex(_ frames: Frames) -> String {
            let digits = Array("0123456789abcdef")
            return String(frames.header.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
        #expect(
            hex(Encoder.frames(Samples.worker[0], session: Samples.session))
                == "0802110807060504030201421b0a086120776f726b6572120d69676e642d776f726b657220311801")
        #expect(
            hex(Encoder.frames(WorkerMessage.push(Samples.push), session: Samples.session))
                == "08021108070605040302015a2208071007180220032804300542120a04100118020a060801100218030a"
                + "0208025005")
        #expect(
            hex(Encoder.frames(Samples.server[2], session: Samples.session))
                == "0802110807060504030201b201840108011204100218031a7a0806222c080111000000000000f03f1a1f"
                + "09080706050403020110011a120a04100118020a060801100218030a020802224811000000000000c03f"
                + "1a0d090807060504030201100220011a2e09ffffffffffffffff10ffffffffffffffffff011a180a0012"
                + "14080911000000000000e03f19000000000000d03f")
        #expect(
            hex(Encoder.frames(Samples.records[0]))
                == "0880d095ffbc31110807060504030201180521000000000000e03f2802422208071007180220032804"
                + "300542120a04100118020a060801100218030a0208025005")
    }

    // MARK: What is broken

    @Test func everyTruncationIsAFaultOrAnotherWholeMessage() {
        var faults = 0
        for frames in allFrames {
            for length in 0..<frames.header.count {
                let header = Array(frames.header[..<length])
                if isFault({ try decodeWorker(header, frames.payloads) }) { faults += 1 }
                if isFault({ try decodeServer(header, frames.payloads) }) { faults += 1 }
                _ = isFault { try decodeRecord(header, frames.payloads.first ?? .empty) }
            }
        }
        #expect(faults > 1_000)
    }

    @Test func randomBytesAndFlippedBytesAreNoCrash() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let header = (0..<Int.random(in: 0...200)).map { _ in UInt8.random(in: 0...255, using: &random) }
            survive(header, [])
        }
        for frames in allFrames {
            for position in frames.header.indices {
                for _ in 0..<8 {
                    var header = frames.header
                    header[position] = UInt8.random(in: 0...255, using: &random)
                    survive(header, frames.payloads)
                }
            }
        }
    }

    @Test func payloadFramesAreNeitherMissingNorLeft() {
        let frames = Encoder.frames(WorkerMessage.push(Samples.push), session: Samples.session)
        #expect(throws: DecodingFault.self) { try decodeWorker(frames.header, []) }
        #expect(throws: DecodingFault.self) {
            try decodeWorker(frames.header, frames.payloads + [Payload.empty])
        }
        let assignment = Encoder.frames(Samples.server[2], session: Samples.session)
        #expect(assignment.payloads.count == 2)
        #expect(throws: DecodingFault.self) {
            try decodeServer(assignment.header, [assignment.payloads[0]])
        }
    }

    @Test func theOtherSidesMessagesAreRefused() {
        for message in Samples.server.dropLast(2) {
            let frames = Encoder.frames(message, session: Samples.session)
            #expect(throws: DecodingFault.self) { try decodeWorker(frames.header, frames.payloads) }
        }
        for message in Samples.worker.dropLast(2) {
            let frames = Encoder.frames(message, session: Samples.session)
            #expect(throws: DecodingFault.self) { try decodeServer(frames.header, frames.payloads) }
        }
    }

    @Test func anotherProtocolVersionIsNamed() throws {
        var header = Encoder.frames(WorkerMessage.ready(nil), session: Samples.session).header
        #expect(header.starts(with: [0x08, 0x02]), "the version comes first")
        header[1] = 3
        do {
            _ = try decodeWorker(header, [])
            #expect(Bool(false))
        } catch let fault as DecodingFault {
            #expect(fault.kind == .otherVersion(3))
        }
    }

    @Test func aWorkerAsksForOneLeaseToSixteen() throws {
        for (leases, isFine) in [(0, false), (1, true), (16, true), (17, false)] {
            let hello = Hello(name: "a", software: "b", leases: leases)
            let header = Encoder.frames(WorkerMessage.hello(hello), session: Samples.session).header
            #expect(isFault { try decodeWorker(header, []) } == !isFine, "\(leases)")
        }
    }

    @Test func anAssignmentHasALeaseAndNotTooMany() {
        for (count, isFine) in [(0, false), (1, true), (16, true), (17, false)] {
            let leases = (0..<count).map { Lease.chunk(phase: 1, chunk: $0) }
            let assignment = Assignment(
                trial: 0, leases: leases, sync: Sync(version: 0, content: .steps([])), specification: [])
            let header = Encoder.frames(.assignment(assignment), session: Samples.session).header
            #expect(isFault { try decodeServer(header, []) } == !isFine, "\(count)")
        }
    }

    @Test func aHeaderBeyondTheLimitIsRefused() {
        let header = [UInt8](repeating: 0, count: maximumHeaderBytes + 1)
        #expect(throws: DecodingFault.self) { try decodeWorker(header, []) }
    }

    private var allFrames: [Frames] {
        Samples.worker.map { Encoder.frames($0, session: Samples.session) }
            + Samples.server.map { Encoder.frames($0, session: Samples.session) }
            + Samples.records.map { Encoder.frames($0) }
    }

    private func survive(_ header: [UInt8], _ payloads: [Payload]) {
        _ = isFault { try decodeWorker(header, payloads) }
        _ = isFault { try decodeServer(header, payloads) }
        _ = isFault { try decodeRecord(header, payloads.first ?? .empty) }
    }

    private func isFault<T>(_ decode: () throws -> T) -> Bool {
        do { _ = try decode() } catch { return true }
        return false
    }
}
