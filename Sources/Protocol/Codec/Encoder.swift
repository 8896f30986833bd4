internal import CMessages
internal import Core

/// Packs messages and records: a header, and the payloads by reference.
package enum Encoder {
    package static func frames(_ message: WorkerMessage, session: SessionID) -> Frames {
        var builder = MessageBuilder()
        var envelope = builder.envelope(session)
        builder.fill(&envelope, with: message)
        return builder.frames(envelope)
    }

    package static func frames(_ message: ServerMessage, session: SessionID) -> Frames {
        var builder = MessageBuilder()
        var envelope = builder.envelope(session)
        builder.fill(&envelope, with: message)
        return builder.frames(envelope)
    }

    /// The header of a journal record and its payload.
    package static func frames(_ record: Record) -> Frames {
        var builder = MessageBuilder()
        return builder.frames(record)
    }
}

/// The C structs of one message under construction.
struct MessageBuilder: ~Copyable {
    var arena = Arena()
    var payloads: [Payload] = []

    func envelope(_ session: SessionID) -> Ignd__Message {
        var message = Ignd__Message()
        ignd__message__init(&message)
        message.protocol = protocolVersion
        message.session = session.rawValue
        return message
    }

    func frames(_ message: consuming Ignd__Message) -> Frames {
        let size = ignd__message__get_packed_size(&message)
        let header = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = ignd__message__pack(&message, buffer.baseAddress)
        }
        return Frames(header: header, payloads: payloads)
    }

    mutating func frames(_ record: Record) -> Frames {
        var message = Ignd__Record()
        ignd__record__init(&message)
        message.time_milliseconds = record.timeMilliseconds
        message.session = record.session.rawValue
        message.version = record.version
        message.rate = record.rate
        message.staleness = record.staleness
        switch record.body {
        case .push(let push):
            message.body_case = IGND__RECORD__BODY_PUSH
            message.push = self.push(push)
        case .milestone(let report):
            message.body_case = IGND__RECORD__BODY_MILESTONE
            message.milestone = milestone(report)
        }
        let size = ignd__record__get_packed_size(&message)
        let header = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = ignd__record__pack(&message, buffer.baseAddress)
        }
        return Frames(header: header, payloads: payloads)
    }
}

extension MessageBuilder {
    mutating func push(_ push: Push) -> UnsafeMutablePointer<Ignd__Push> {
        var message = Ignd__Push()
        ignd__push__init(&message)
        message.number = push.number
        message.oldest_unanswered = push.oldestUnanswered
        message.trial = UInt32(push.trial)
        message.phase = UInt32(push.phase)
        message.chunk = UInt64(push.chunk)
        message.base_version = push.base
        message.after = push.after
        message.held_version = push.held
        if let update = push.update {
            message.layout = layout(update)
            payloads.append(update.payload)
        } else {
            message.diverged = 1
        }
        return arena.make(message)
    }

    mutating func milestone(_ report: MilestoneReport) -> UnsafeMutablePointer<Ignd__MilestoneReport> {
        var message = Ignd__MilestoneReport()
        ignd__milestone_report__init(&message)
        message.number = report.number
        message.oldest_unanswered = report.oldestUnanswered
        message.trial = UInt32(report.trial)
        message.phase = UInt32(report.phase)
        message.base_version = report.base
        switch report.result.verdict {
        case .proceed: message.verdict = IGND__MILESTONE_REPORT__VERDICT__PROCEED
        case .converged: message.verdict = IGND__MILESTONE_REPORT__VERDICT__CONVERGED
        case .diverged: message.verdict = IGND__MILESTONE_REPORT__VERDICT__DIVERGED
        }
        var metrics: [UnsafeMutablePointer<Ignd__Metric>] = []
        for metric in report.result.metrics { metrics.append(self.metric(metric)) }
        message.n_metrics = metrics.count
        message.metrics = arena.list(metrics)
        message.assignment = layout(report.result.assignment)
        message.parameter_hash.len = report.parameterHash.count
        message.parameter_hash.data = arena.data(report.parameterHash)
        payloads.append(report.result.assignment.payload)
        return arena.make(message)
    }

    private mutating func metric(_ metric: Metric) -> UnsafeMutablePointer<Ignd__Metric> {
        var message = Ignd__Metric()
        ignd__metric__init(&message)
        message.name = arena.text(metric.name)
        message.value = metric.value
        return arena.make(message)
    }

    mutating func layout(_ update: Update) -> UnsafeMutablePointer<Ignd__Layout> {
        var message = Ignd__Layout()
        ignd__layout__init(&message)
        var blocks: [UnsafeMutablePointer<Ignd__Block>] = []
        for block in update.blocks { blocks.append(self.block(block)) }
        message.n_blocks = blocks.count
        message.blocks = arena.list(blocks)
        if let moments = update.moments { message.moments = self.moments(moments) }
        return arena.make(message)
    }

    private mutating func block(_ block: Block) -> UnsafeMutablePointer<Ignd__Block> {
        var message = Ignd__Block()
        ignd__block__init(&message)
        message.tensor = UInt32(block.tensor)
        switch block.form {
        case .dense: message.form = IGND__BLOCK__FORM__DENSE
        case .factors(let rank):
            message.form = IGND__BLOCK__FORM__FACTORS
            message.count = UInt32(rank)
        case .rows(let count):
            message.form = IGND__BLOCK__FORM__ROWS
            message.count = UInt32(count)
        }
        return arena.make(message)
    }

    mutating func moments(_ moments: Update.Moments) -> UnsafeMutablePointer<Ignd__Moments> {
        var message = Ignd__Moments()
        ignd__moments__init(&message)
        message.steps = moments.steps
        message.first_power = moments.powers.first
        message.second_power = moments.powers.second
        return arena.make(message)
    }

    mutating func holding(_ holding: Holding) -> UnsafeMutablePointer<Ignd__Holding> {
        var message = Ignd__Holding()
        ignd__holding__init(&message)
        message.trial = UInt32(holding.trial)
        message.version = holding.version
        return arena.make(message)
    }
}
