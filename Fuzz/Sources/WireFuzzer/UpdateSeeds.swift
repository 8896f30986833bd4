import Core
import FuzzDriver
import Protocol

/// Updates that fit the trial of `UpdateCase`.
enum UpdateSeeds {
    static var all: [[UInt8]] {
        (0..<32).map { choice in
            let precision: Precision = choice & 1 == 0 ? .float32 : .float64
            let isMilestone = choice & 8 != 0
            let hasMoments = choice & 2 != 0 && choice & 4 != 0 && !isMilestone
            return bytes(choice, update(precision, isMilestone: isMilestone, hasMoments: hasMoments))
        }
    }

    private static func update(_ precision: Precision, isMilestone: Bool, hasMoments: Bool) -> Update {
        let wholeForm: Block.Form = hasMoments || isMilestone ? .dense : .factors(rank: 2)
        var blocks = [
            Block(tensor: 0, form: wholeForm),
            Block(tensor: 1, form: isMilestone ? .dense : .rows(count: 2)), Block(tensor: 2, form: .dense),
        ]
        if isMilestone { blocks.append(Block(tensor: 3, form: .dense)) }
        let moments =
            hasMoments ? Update.Moments(steps: 1, powers: AdamPowers(first: 0.9, second: 0.99)) : nil
        let count = Update.byteCount(
            of: blocks, moments: moments, table: UpdateCase.table, precision: precision)
        let payload = Payload(count: count) { memory in
            guard !isMilestone else { return }
            let rows = blocks[0].byteCount(in: UpdateCase.table, precision: precision)
            memory.storeBytes(of: 2, toByteOffset: rows, as: UInt32.self)
            memory.storeBytes(of: 5, toByteOffset: rows + 4, as: UInt32.self)
        }
        return Update(blocks: blocks, moments: moments, payload: payload)
    }

    private static func bytes(_ choice: Int, _ update: Update) -> [UInt8] {
        let push = Push(
            number: 1, oldestUnanswered: 1, trial: 0, phase: 1, chunk: 0, base: 0, update: update)
        let frames = Encoder.frames(WorkerMessage.push(push), session: Samples.session)
        return [UInt8(choice)]
            + WireInput.bytes(
                kind: 0, header: frames.header, payloads: frames.payloads.map { Array($0.bytes) })
    }
}
