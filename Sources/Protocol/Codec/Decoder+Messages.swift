internal import CMessages
internal import Core

extension Envelope {
    func workerMessage(_ reader: inout PayloadReader) throws(DecodingFault) -> WorkerMessage {
        let body = pointer.pointee
        switch body.body_case {
        case IGND__MESSAGE__BODY_HELLO:
            return .hello(try hello())
        case IGND__MESSAGE__BODY_READY:
            let holding = try Decoder.present(body.ready, "ready").holding?.pointee
            return .ready(holding.map { Holding(trial: Int($0.trial), version: $0.version) })
        case IGND__MESSAGE__BODY_FETCH:
            let fetch = try Decoder.present(body.fetch, "fetch")
            return .fetch(
                Fetch(
                    digest: try Decoder.text(fetch.digest), offset: try Decoder.integer(fetch.offset),
                    length: Int(fetch.length)))
        case IGND__MESSAGE__BODY_PUSH: return .push(try Decoder.decode(body.push, &reader))
        case IGND__MESSAGE__BODY_MILESTONE: return .milestone(try Decoder.decode(body.milestone, &reader))
        case IGND__MESSAGE__BODY_HEARTBEAT:
            return .heartbeat(
                activity: try Decoder.text(Decoder.present(body.heartbeat, "heartbeat").activity))
        case IGND__MESSAGE__BODY_GOODBYE:
            return .goodbye(reason: try Decoder.text(Decoder.present(body.goodbye, "goodbye").reason))
        default: throw DecodingFault("the message is none that a worker sends")
        }
    }

    func serverMessage(_ reader: inout PayloadReader) throws(DecodingFault) -> ServerMessage {
        let body = pointer.pointee
        switch body.body_case {
        case IGND__MESSAGE__BODY_WELCOME:
            return .welcome(try welcome())
        case IGND__MESSAGE__BODY_REFUSAL: return .refusal(try refusal())
        case IGND__MESSAGE__BODY_ASSIGNMENT:
            return .assignment(try Decoder.assignment(body.assignment, &reader))
        case IGND__MESSAGE__BODY_PIECE:
            let piece = try Decoder.present(body.piece, "piece")
            return .piece(
                Piece(
                    digest: try Decoder.text(piece.digest), offset: try Decoder.integer(piece.offset),
                    total: try Decoder.integer(piece.total), payload: try reader.take()))
        case IGND__MESSAGE__BODY_COMMIT:
            let commit = try Decoder.present(body.commit, "commit")
            let next = commit.assignment == nil ? nil : try Decoder.assignment(commit.assignment, &reader)
            return .commit(Commit(number: commit.number, next: next))
        case IGND__MESSAGE__BODY_WAIT:
            return .wait(reason: try Decoder.text(Decoder.present(body.wait, "wait").reason))
        case IGND__MESSAGE__BODY_FINISHED:
            return .finished(reason: try Decoder.text(Decoder.present(body.finished, "finished").reason))
        case IGND__MESSAGE__BODY_HEARTBEAT: return .heartbeat
        case IGND__MESSAGE__BODY_GOODBYE: return .goodbye
        default: throw DecodingFault("the message is none that a server sends")
        }
    }

    private func hello() throws(DecodingFault) -> Hello {
        let hello = try Decoder.present(pointer.pointee.hello, "hello")
        let leases = Int(hello.leases)
        guard (1...maximumLeases).contains(leases) else {
            throw DecodingFault("\(leases) leases at a time; 1 to \(maximumLeases) can be had")
        }
        return Hello(
            name: try Decoder.text(hello.name), software: try Decoder.text(hello.software), leases: leases)
    }

    private func welcome() throws(DecodingFault) -> Welcome {
        let welcome = try Decoder.present(pointer.pointee.welcome, "welcome")
        let lease = Int(welcome.lease_milliseconds)
        guard lease > 0 else { throw DecodingFault("a lease of no time") }
        return Welcome(run: try Decoder.text(welcome.run), leaseMilliseconds: lease)
    }

    private func refusal() throws(DecodingFault) -> Refusal {
        let refusal = try Decoder.present(pointer.pointee.refusal, "refusal")
        guard let code = Refusal.Code(rawValue: Int(refusal.code.rawValue)) else {
            throw DecodingFault("refusal code \(refusal.code.rawValue) is unknown")
        }
        return Refusal(code, try Decoder.text(refusal.text), number: refusal.number)
    }
}
