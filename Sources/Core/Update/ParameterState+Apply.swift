/// How a chunk's update is meant.
package enum UpdateMeaning: String, Codable, Sendable {
    /// The mean of per-sample directions at the base version: the rule moves along it.
    case direction
    /// The difference that local steps made: it is added.
    case difference
}

extension ParameterState {
    /// Applies one update (asynchronous mode). `rate` is the learning rate of the phase for a direction, one for a
    /// difference, times the staleness damping.
    package func apply(_ update: Update, meaning: UpdateMeaning, rate: Double) {
        if precision == .float32 {
            apply(update, meaning: meaning, Float(rate))
        } else {
            apply(update, meaning: meaning, rate)
        }
    }

    /// Applies the mean of a round's updates: sums them in the given order, scales by 1/count, applies.
    package func applyMean(of updates: [Update], meaning: UpdateMeaning, rate: Double) {
        if precision == .float32 {
            applyMean(of: updates, meaning: meaning, Float(rate))
        } else {
            applyMean(of: updates, meaning: meaning, rate)
        }
    }

    /// Replaces whole tensors (a milestone): every block is dense and assigned.
    package func assign(_ update: Update) {
        if precision == .float32 { assign(update, Float.self) } else { assign(update, Double.self) }
    }

    // The rate has no label here: with one, a Double would find the function above again and never end.
    private func apply<S: Scalar>(_ update: Update, meaning: UpdateMeaning, _ rate: S) {
        switch (meaning, rule) {
        case (.direction, .adam):
            let direction = AlignedMemory(byteCount: table.trainableCount * precision.width)
            accumulate(update, into: direction.pointer(to: S.self), scale: 1)
            step(along: direction.pointer(to: S.self), rate: rate)
        case (.direction, .sgd):
            accumulate(update, into: parameters(S.self), scale: -rate)
        case (.difference, _):
            accumulate(update, into: parameters(S.self), scale: rate)
            takeMoments(of: update, S.self)
        }
    }

    private func applyMean<S: Scalar>(of updates: [Update], meaning: UpdateMeaning, _ rate: S) {
        let count = table.trainableCount
        let sum = AlignedMemory(byteCount: count * precision.width)
        let mean = sum.pointer(to: S.self)
        for update in updates { accumulate(update, into: mean, scale: 1) }
        S.scale(mean, by: 1 / S(updates.count), count: count)
        switch (meaning, rule) {
        case (.direction, .adam): step(along: mean, rate: rate)
        case (.direction, .sgd): S.addScaled(parameters(S.self), scale: -rate, values: mean, count: count)
        case (.difference, _):
            S.addScaled(parameters(S.self), scale: rate, values: mean, count: count)
            // Moments cannot be averaged; those of a single chunk are the trial's own.
            if updates.count == 1 { takeMoments(of: updates[0], S.self) }
        }
    }

    /// target += scale · update, block by block, terms in ascending order.
    private func accumulate<S: Scalar>(_ update: Update, into target: UnsafeMutablePointer<S>, scale: S) {
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks {
            let tensor = table.tensors[block.tensor]
            let (rows, columns) = (tensor.rows, tensor.columns)
            let start = target + table.offsets[block.tensor]
            switch block.form {
            case .dense:
                let values = cursor.take(S.self, tensor.count)
                S.addScaled(start, scale: scale, values: values.baseAddress!, count: tensor.count)
            case .factors(let rank):
                let left = cursor.take(S.self, rank * rows).baseAddress!
                let right = cursor.take(S.self, rank * columns).baseAddress!
                for term in 0..<rank {
                    S.addOuter(
                        start, rows: rows, columns: columns, scale: scale,
                        left: left + term * rows, right: right + term * columns)
                }
            case .rows(let count):
                let numbers = cursor.takeRows(count)
                let values = cursor.take(S.self, count * columns)
                for position in 0..<count {
                    S.addScaled(
                        start + Int(numbers[position]) * columns, scale: scale,
                        values: values.baseAddress! + position * columns, count: columns)
                }
            }
        }
    }
}

extension ParameterState {
    private func assign<S: Scalar>(_ update: Update, _ type: S.Type) {
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks {
            precondition(block.form == .dense, "a milestone replaces whole tensors")
            let count = table.tensors[block.tensor].count
            let values = cursor.take(S.self, count)
            (parameters(S.self) + table.offsets[block.tensor]).update(from: values.baseAddress!, count: count)
        }
    }

    /// The moments behind the blocks of a `local` chunk under Adam replace ours.
    private func takeMoments<S: Scalar>(of update: Update, _ type: S.Type) {
        guard let moments = update.moments else { return }
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks { cursor.skip(block.byteCount(in: table, precision: precision)) }
        for number in 1...2 {
            let values = cursor.take(S.self, table.trainableCount)
            moment(number, S.self).update(from: values.baseAddress!, count: values.count)
        }
        self.moments = moments
    }

    /// One Adam step along a dense direction (appendix C).
    package func step<S: Scalar>(along direction: UnsafePointer<S>, rate: S) {
        guard case .adam(let constants) = rule else { preconditionFailure("only Adam keeps moments") }
        moments.steps += 1
        moments.powers.advance(constants)
        S.adam(
            parameters: parameters(S.self), first: moment(1, S.self), second: moment(2, S.self),
            direction: direction, count: table.trainableCount, rate: rate, constants: constants,
            powers: moments.powers)
    }
}
