internal import CMessages
internal import Core

extension MessageBuilder {
    mutating func fill(_ envelope: inout Ignd__Message, with message: ServerMessage) {
        switch message {
        case .welcome(let welcome):
            envelope.body_case = IGND__MESSAGE__BODY_WELCOME
            envelope.welcome = self.welcome(welcome)
        case .refusal(let refusal):
            envelope.body_case = IGND__MESSAGE__BODY_REFUSAL
            envelope.refusal = self.refusal(refusal)
        case .assignment(let assignment):
            envelope.body_case = IGND__MESSAGE__BODY_ASSIGNMENT
            envelope.assignment = self.assignment(assignment)
        case .piece(let piece):
            envelope.body_case = IGND__MESSAGE__BODY_PIECE
            envelope.piece = self.piece(piece)
        case .commit(let commit):
            envelope.body_case = IGND__MESSAGE__BODY_COMMIT
            envelope.commit = self.commit(commit)
        case .wait(let reason):
            envelope.body_case = IGND__MESSAGE__BODY_WAIT
            envelope.wait = wait(reason)
        case .finished(let reason):
            envelope.body_case = IGND__MESSAGE__BODY_FINISHED
            envelope.finished = finished(reason)
        case .heartbeat:
            envelope.body_case = IGND__MESSAGE__BODY_HEARTBEAT
            envelope.heartbeat = heartbeat("")
        case .goodbye:
            envelope.body_case = IGND__MESSAGE__BODY_GOODBYE
            envelope.goodbye = goodbye("")
        }
    }

    private mutating func welcome(_ welcome: Welcome) -> UnsafeMutablePointer<Ignd__Welcome> {
        var message = Ignd__Welcome()
        ignd__welcome__init(&message)
        message.run = arena.text(welcome.run)
        message.lease_milliseconds = UInt32(clamping: welcome.leaseMilliseconds)
        return arena.make(message)
    }

    private mutating func refusal(_ refusal: Refusal) -> UnsafeMutablePointer<Ignd__Refusal> {
        var message = Ignd__Refusal()
        ignd__refusal__init(&message)
        message.code = Ignd__Refusal__Code(rawValue: UInt32(refusal.code.rawValue))
        message.text = arena.text(refusal.text)
        message.number = refusal.number
        return arena.make(message)
    }

    private mutating func piece(_ piece: Piece) -> UnsafeMutablePointer<Ignd__Piece> {
        var message = Ignd__Piece()
        ignd__piece__init(&message)
        message.digest = arena.text(piece.digest)
        message.offset = UInt64(piece.offset)
        message.total = UInt64(piece.total)
        payloads.append(piece.payload)
        return arena.make(message)
    }

    private mutating func commit(_ commit: Commit) -> UnsafeMutablePointer<Ignd__Commit> {
        var message = Ignd__Commit()
        ignd__commit__init(&message)
        message.number = commit.number
        if let next = commit.next { message.assignment = assignment(next) }
        return arena.make(message)
    }

    private mutating func wait(_ reason: String) -> UnsafeMutablePointer<Ignd__Wait> {
        var message = Ignd__Wait()
        ignd__wait__init(&message)
        message.reason = arena.text(reason)
        return arena.make(message)
    }

    private mutating func finished(_ reason: String) -> UnsafeMutablePointer<Ignd__Finished> {
        var message = Ignd__Finished()
        ignd__finished__init(&message)
        message.reason = arena.text(reason)
        return arena.make(message)
    }

    private mutating func assignment(_ assignment: Assignment) -> UnsafeMutablePointer<Ignd__Assignment> {
        var message = Ignd__Assignment()
        ignd__assignment__init(&message)
        message.trial = UInt32(assignment.trial)
        var leases: [UnsafeMutablePointer<Ignd__Lease>] = []
        for lease in assignment.leases { leases.append(self.lease(lease)) }
        message.n_leases = leases.count
        message.leases = arena.list(leases)
        message.sync = sync(assignment.sync)
        message.specification.len = assignment.specification.count
        message.specification.data = arena.data(assignment.specification)
        if let rate = assignment.chainRate { message.chain = chain(rate) }
        return arena.make(message)
    }

    private mutating func chain(_ rate: Double) -> UnsafeMutablePointer<Ignd__Chain> {
        var message = Ignd__Chain()
        ignd__chain__init(&message)
        message.rate = rate
        return arena.make(message)
    }

    private mutating func lease(_ lease: Lease) -> UnsafeMutablePointer<Ignd__Lease> {
        var message = Ignd__Lease()
        ignd__lease__init(&message)
        switch lease {
        case .chunk(let phase, let chunk):
            message.kind = IGND__LEASE__KIND__CHUNK
            message.phase = UInt32(phase)
            message.chunk = UInt64(chunk)
        case .milestone(let phase):
            message.kind = IGND__LEASE__KIND__MILESTONE
            message.phase = UInt32(phase)
        }
        return arena.make(message)
    }

    private mutating func sync(_ sync: Sync) -> UnsafeMutablePointer<Ignd__Sync> {
        var message = Ignd__Sync()
        ignd__sync__init(&message)
        message.version = sync.version
        switch sync.content {
        case .snapshot(let payload, let moments):
            message.snapshot = 1
            message.moments = self.moments(moments)
            payloads.append(payload)
        case .steps(let steps):
            var list: [UnsafeMutablePointer<Ignd__Step>] = []
            for step in steps { list.append(self.step(step)) }
            message.n_steps = list.count
            message.steps = arena.list(list)
        }
        return arena.make(message)
    }

    private mutating func step(_ step: Step) -> UnsafeMutablePointer<Ignd__Step> {
        var message = Ignd__Step()
        ignd__step__init(&message)
        message.kind = step.kind == .apply ? IGND__STEP__KIND__APPLY : IGND__STEP__KIND__ASSIGN
        message.rate = step.rate
        var parts: [UnsafeMutablePointer<Ignd__Part>] = []
        for part in step.parts { parts.append(self.part(part)) }
        message.n_parts = parts.count
        message.parts = arena.list(parts)
        return arena.make(message)
    }

    private mutating func part(_ part: Step.Part) -> UnsafeMutablePointer<Ignd__Part> {
        var message = Ignd__Part()
        ignd__part__init(&message)
        message.session = part.session.rawValue
        message.number = part.number
        if let update = part.update {
            message.layout = layout(update)
            payloads.append(update.payload)
        } else {
            message.own = 1
        }
        return arena.make(message)
    }
}
