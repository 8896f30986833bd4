/// A trial's parameters with the optimizer's state: the one place where parameters change.
///
/// The server, every worker's copy, a serial run and a replay all change theirs through this type, so they agree
/// to the bit. One flat buffer, 64-byte aligned: parameters, then for Adam the first and the second moments.
package final class ParameterState {
    package let table: TensorTable
    package let precision: Precision
    package let rule: Rule
    package var moments = Update.Moments(steps: 0, powers: AdamPowers())
    private let memory: AlignedMemory
    /// What every update touches if no tensor is rowwise.
    private let wholeFootprint: Footprint?
    private var rowLog: RowLog?

    package init(table: TensorTable, precision: Precision, rule: Rule) {
        self.table = table
        self.precision = precision
        self.rule = rule
        wholeFootprint = table.hasRowwise ? nil : Footprint(table) { _ in [] }
        memory = AlignedMemory(
            byteCount: ParameterState.byteCount(table: table, precision: precision, rule: rule))
    }

    /// Bytes of a dense snapshot: what `snapshot()` gives and `restore` takes.
    package static func byteCount(table: TensorTable, precision: Precision, rule: Rule) -> Int {
        let parameters = Block.padded(table.totalCount * precision.width)
        let moments = Block.padded(table.trainableCount * precision.width)
        return parameters + (rule.isAdam ? 2 * moments : 0)
    }

    package var bytes: UnsafeRawBufferPointer {
        let count = ParameterState.byteCount(table: table, precision: precision, rule: rule)
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory.bytes)[..<count])
    }

    /// The parameters only (what a hash covers): table.totalCount elements.
    package var parameterBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[..<(table.totalCount * precision.width)])
    }

    package func parameters<S: Scalar>(_ type: S.Type) -> UnsafeMutablePointer<S> {
        precondition(S.precision == precision)
        return memory.pointer(to: S.self)
    }

    /// The first or second Adam moments.
    package func moment<S: Scalar>(_ number: Int, _ type: S.Type) -> UnsafeMutablePointer<S> {
        precondition(rule.isAdam && (number == 1 || number == 2))
        let width = precision.width
        let offset =
            Block.padded(table.totalCount * width)
            + (number - 1) * Block.padded(table.trainableCount * width)
        return (memory.bytes.baseAddress! + offset).assumingMemoryBound(to: S.self)
    }

    package func snapshot() -> Payload { Payload(copying: bytes) }

    package func restore(_ payload: Payload, moments: Update.Moments) {
        precondition(payload.count == bytes.count, "a snapshot has the size of the state")
        memory.bytes.copyMemory(from: payload.bytes)
        self.moments = moments
        forgetLog()
    }

    package func copy() -> ParameterState {
        let copy = ParameterState(table: table, precision: precision, rule: rule)
        copy.restore(self)
        return copy
    }

    /// Becomes equal to another state of the same trial.
    package func restore(_ other: ParameterState) {
        restore(Payload(owner: other.memory, bytes: other.bytes), moments: other.moments)
    }
}

extension ParameterState {
    /// What some updates touch together.
    func footprint(of updates: [Update]) -> Footprint {
        wholeFootprint ?? Footprint(of: updates, in: table, precision)
    }

    /// The touched elements if those of a rowwise tensor are `rows`.
    func footprint(rows: (_ tensor: Int) -> [UInt32]) -> Footprint {
        wholeFootprint ?? Footprint(table, rows: rows)
    }

    /// Where the log of changed rows ends; it is kept from the first call on.
    func logEnd() -> Int {
        let log = rowLog ?? RowLog(table)
        rowLog = log
        return log.end
    }

    /// The rows that changed from `position` of the log on; nil if more than rows has changed, or too many.
    func changedRows(from position: Int) -> ArraySlice<RowLog.Entry>? { rowLog?.entries(from: position) }

    var isLogged: Bool { rowLog != nil }

    func log(tensor: Int, rows: some Collection<UInt32>) { rowLog?.append(tensor: tensor, rows: rows) }

    func log(_ footprint: Footprint) {
        guard isLogged else { return }
        for (tensor, part) in footprint.parts.enumerated() {
            if let rows = part.rows { log(tensor: tensor, rows: rows) }
        }
    }

    func forgetLog() { rowLog?.forget() }

    /// Takes another state's parameters and moments where `footprint` says so.
    func copy<S: Scalar>(_ other: ParameterState, on footprint: Footprint, _ type: S.Type) {
        footprint.copy(parameters(S.self), from: other.parameters(S.self))
        if rule.isAdam {
            for number in 1...2 { footprint.copy(moment(number, S.self), from: other.moment(number, S.self)) }
        }
        moments = other.moments
    }
}
