/// The working copy of a `local` chunk: sequential steps on it, then the difference as an update.
package struct LocalSteps<S: Scalar> {
    package let base: ParameterState
    package let working: ParameterState

    package init(from base: ParameterState) {
        self.base = base
        working = base.copy()
    }

    package var parameters: UnsafeMutablePointer<S> { working.parameters(S.self) }

    /// End minus base over every trainable tensor, dense, with the moments under Adam. Everybody goes on from
    /// base + difference as rounded, never from this end point.
    package func difference() -> Update {
        let table = base.table
        let trainable = table.tensors.indices.filter { table.tensors[$0].isTrainable }
        let moments = base.rule.isAdam ? working.moments : nil
        var writer = UpdateWriter<S>(
            table: table, blocks: trainable.map { Block(tensor: $0, form: .dense) }, moments: moments)
        for index in trainable {
            let (offset, count) = (table.offsets[index], table.tensors[index].count)
            S.difference(
                writer.part(count).baseAddress!, end: parameters + offset,
                start: base.parameters(S.self) + offset, count: count)
        }
        if moments != nil {
            for number in 1...2 {
                let count = table.trainableCount
                writer.part(count).baseAddress!.update(from: working.moment(number, S.self), count: count)
            }
        }
        return writer.finish()
    }

    /// Whether every parameter is finite and at most `limit` in absolute value.
    package func isWithin(_ limit: Double) -> Bool {
        Double(S.largestMagnitude(parameters, count: base.table.trainableCount)) <= limit
    }
}
