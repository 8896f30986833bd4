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
            step(along: UpdateSum<S>(of: [update], for: self), rate: rate)
        case (.direction, .sgd):
            accumulate(update, scale: -rate)
        case (.difference, _):
            accumulate(update, scale: rate)
            takeMoments(of: update, S.self)
        }
    }

    private func applyMean<S: Scalar>(of updates: [Update], meaning: UpdateMeaning, _ rate: S) {
        let mean = UpdateSum<S>(of: updates, for: self)
        mean.scale(by: 1 / S(updates.count))
        switch (meaning, rule) {
        case (.direction, .adam): step(along: mean, rate: rate)
        case (.direction, .sgd): add(mean, scale: -rate)
        case (.difference, _):
            add(mean, scale: rate)
            // Moments cannot be averaged; those of a single chunk are the trial's own.
            if updates.count == 1 { takeMoments(of: updates[0], S.self) }
        }
    }

    /// parameters += scale · update, block by block, terms in ascending order.
    private func accumulate<S: Scalar>(_ update: Update, scale: S) {
        let parameters = parameters(S.self)
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks {
            block.add(
                to: parameters + table.offsets[block.tensor], scale: scale,
                tensor: table.tensors[block.tensor], &cursor)
        }
        if isLogged { update.forEachRowwiseBlock(in: table, precision) { log(tensor: $0, rows: $1) } }
    }

    private func add<S: Scalar>(_ sum: UpdateSum<S>, scale: S) {
        withExtendedLifetime(sum) {
            sum.footprint.addScaled(parameters(S.self), scale: scale, values: sum.values)
        }
        log(sum.footprint)
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
        forgetLog()
    }

    /// The moments behind the blocks of a `local` chunk under Adam replace ours; of a rowwise tensor those of the
    /// block's rows.
    private func takeMoments<S: Scalar>(of update: Update, _ type: S.Type) {
        guard let moments = update.moments else { return }
        let footprint = footprint(of: [update])
        var cursor = PayloadCursor(update.payload)
        for block in update.blocks { cursor.skip(block.byteCount(in: table, precision: precision)) }
        for number in 1...2 {
            let values = cursor.take(S.self, footprint.count)
            footprint.scatter(moment(number, S.self), from: values.baseAddress!)
        }
        self.moments = moments
    }

    /// One Adam step along a dense direction over all trainable elements (appendix C), of which no tensor is rowwise.
    package func step<S: Scalar>(along direction: UnsafePointer<S>, rate: S) {
        precondition(!table.hasRowwise, "a rowwise tensor steps by rows")
        let constants = advanceMoments()
        S.adam(
            parameters: parameters(S.self), first: moment(1, S.self), second: moment(2, S.self),
            direction: direction, count: table.trainableCount, rate: rate, constants: constants,
            powers: moments.powers)
    }

    /// One Adam step along a compact direction: lazy where a tensor is rowwise, so that only its touched rows move
    /// and the moments of the others rest.
    package func step<S: Scalar>(along direction: UnsafePointer<S>, on footprint: Footprint, rate: S) {
        let constants = advanceMoments()
        let (parameters, first, second) = (parameters(S.self), moment(1, S.self), moment(2, S.self))
        for part in footprint.parts {
            guard let rows = part.rows else {
                S.adam(
                    parameters: parameters + part.offset, first: first + part.offset,
                    second: second + part.offset, direction: direction + part.start, count: part.count,
                    rate: rate, constants: constants, powers: moments.powers)
                continue
            }
            rows.withUnsafeBufferPointer {
                S.adam(
                    parameters: parameters + part.offset, first: first + part.offset,
                    second: second + part.offset, rows: $0, direction: direction + part.start,
                    columns: part.columns, rate: rate, constants: constants, powers: moments.powers)
            }
        }
        log(footprint)
    }

    private func step<S: Scalar>(along sum: UpdateSum<S>, rate: S) {
        withExtendedLifetime(sum) { step(along: sum.values, on: sum.footprint, rate: rate) }
    }

    private func advanceMoments() -> AdamConstants {
        guard case .adam(let constants) = rule else { preconditionFailure("only Adam keeps moments") }
        moments.steps += 1
        moments.powers.advance(constants)
        return constants
    }
}
