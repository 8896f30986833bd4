internal import CMessages
internal import Core

/// The most tensors, steps or parts that one message may name.
private let listLimit = 65_536

extension Decoder {
    static func decode(
        _ pointer: UnsafeMutablePointer<Ignd__Push>?, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> Push {
        let push = try present(pointer, "push")
        let diverged = push.diverged != 0
        guard diverged == (push.layout == nil) else { throw DecodingFault("a push has one outcome") }
        return Push(
            number: push.number, oldestUnanswered: push.oldest_unanswered, trial: Int(push.trial),
            phase: Int(push.phase), chunk: try integer(push.chunk), base: push.base_version,
            after: push.after, held: push.held_version,
            update: diverged ? nil : try update(push.layout, &reader))
    }

    static func decode(
        _ pointer: UnsafeMutablePointer<Ignd__MilestoneReport>?, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> MilestoneReport {
        let report = try present(pointer, "milestone")
        var metrics: [Metric] = []
        for metric in try elements(report.metrics, report.n_metrics, atMost: 256) {
            metrics.append(Metric(try text(metric.name), metric.value))
        }
        let result = MilestoneResult(
            metrics: metrics, assignment: try update(report.assignment, &reader),
            verdict: try verdict(report.verdict))
        return MilestoneReport(
            number: report.number, oldestUnanswered: report.oldest_unanswered, trial: Int(report.trial),
            phase: Int(report.phase), base: report.base_version, result: result,
            parameterHash: bytes(report.parameter_hash))
    }

    private static func verdict(
        _ verdict: Ignd__MilestoneReport__Verdict
    ) throws(DecodingFault) -> MilestoneResult.Verdict {
        switch verdict {
        case IGND__MILESTONE_REPORT__VERDICT__PROCEED: return .proceed
        case IGND__MILESTONE_REPORT__VERDICT__CONVERGED: return .converged
        case IGND__MILESTONE_REPORT__VERDICT__DIVERGED: return .diverged
        default: throw DecodingFault("verdict \(verdict.rawValue) is unknown")
        }
    }

    static func update(
        _ pointer: UnsafeMutablePointer<Ignd__Layout>?, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> Update {
        let layout = try present(pointer, "layout")
        var blocks: [Block] = []
        for block in try elements(layout.blocks, layout.n_blocks, atMost: listLimit) {
            blocks.append(Block(tensor: Int(block.tensor), form: try form(block)))
        }
        return Update(
            blocks: blocks, moments: layout.moments.map { moments($0.pointee) }, payload: try reader.take())
    }

    private static func form(_ block: Ignd__Block) throws(DecodingFault) -> Block.Form {
        switch block.form {
        case IGND__BLOCK__FORM__DENSE: return .dense
        case IGND__BLOCK__FORM__FACTORS: return .factors(rank: Int(block.count))
        case IGND__BLOCK__FORM__ROWS: return .rows(count: Int(block.count))
        default: throw DecodingFault("block form \(block.form.rawValue) is unknown")
        }
    }

    private static func moments(_ moments: Ignd__Moments) -> Update.Moments {
        Update.Moments(
            steps: moments.steps,
            powers: AdamPowers(first: moments.first_power, second: moments.second_power))
    }

    static func sync(
        _ pointer: UnsafeMutablePointer<Ignd__Sync>?, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> Sync {
        let sync = try present(pointer, "sync")
        if sync.snapshot != 0 {
            let moments = moments(try present(sync.moments, "moments of a snapshot"))
            return Sync(version: sync.version, content: .snapshot(try reader.take(), moments: moments))
        }
        var steps: [Step] = []
        for step in try elements(sync.steps, sync.n_steps, atMost: listLimit) {
            steps.append(try decode(step, &reader))
        }
        return Sync(version: sync.version, content: .steps(steps))
    }

    private static func decode(
        _ step: Ignd__Step, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> Step {
        guard step.kind == IGND__STEP__KIND__APPLY || step.kind == IGND__STEP__KIND__ASSIGN else {
            throw DecodingFault("step kind \(step.kind.rawValue) is unknown")
        }
        var parts: [Step.Part] = []
        for part in try elements(step.parts, step.n_parts, atMost: listLimit) {
            parts.append(
                Step.Part(
                    session: SessionID(part.session), number: part.number,
                    update: part.own != 0 ? nil : try update(part.layout, &reader)))
        }
        return Step(
            kind: step.kind == IGND__STEP__KIND__APPLY ? .apply : .assign, rate: step.rate, parts: parts)
    }

    static func assignment(
        _ pointer: UnsafeMutablePointer<Ignd__Assignment>?, _ reader: inout PayloadReader
    ) throws(DecodingFault) -> Assignment {
        let assignment = try present(pointer, "assignment")
        var leases: [Lease] = []
        for each in try elements(assignment.leases, assignment.n_leases, atMost: maximumLeases) {
            leases.append(try lease(each))
        }
        if leases.isEmpty { throw DecodingFault("an assignment without a lease") }
        return Assignment(
            trial: Int(assignment.trial), leases: leases, sync: try sync(assignment.sync, &reader),
            specification: bytes(assignment.specification), chainRate: assignment.chain?.pointee.rate)
    }

    private static func lease(_ lease: Ignd__Lease) throws(DecodingFault) -> Lease {
        switch lease.kind {
        case IGND__LEASE__KIND__CHUNK:
            return .chunk(phase: Int(lease.phase), chunk: try integer(lease.chunk))
        case IGND__LEASE__KIND__MILESTONE: return .milestone(phase: Int(lease.phase))
        default: throw DecodingFault("lease kind \(lease.kind.rawValue) is unknown")
        }
    }
}
