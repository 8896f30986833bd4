internal import CKernels

/// A linear model on sparse rows, f = w·x + b: exact per-sample work at the cost of a sample's entries.
///
/// Its one tensor is [columns + 1, 1]: a row for each feature and the bias as the last, so that the rows of a push are
/// the touched features. The flat parameters are what the kernels work on; nothing is packed.
package struct SparseLinear<S: Scalar> {
    package let columns: Int
    package let table: TensorTable

    package init(columns: Int) {
        self.columns = columns
        table = SparseLinear.table(columns: columns)
    }

    /// The tensor of a model whose first and only layer is dense with one output.
    package static func table(columns: Int) -> TensorTable {
        TensorTable([TensorDescription(name: "layers.0", shape: [columns + 1, 1], isRowwise: true)])
    }

    /// Sequential steps θ ← θ − rate·s·φ; marks the rows that they touch. Returns the samples done before something was
    /// not finite.
    package func gradientSteps(
        _ list: SparseSampleList<S>, _ range: Range<Int>, objective: Objective, rate: S,
        parameters: UnsafeMutablePointer<S>, touched: RowSet
    ) -> Int {
        check(list, touched)
        return list.withKernelForm(range) { samples in
            if S.precision == .float32 {
                return Int(
                    ignd_sparse_local_sgd_f32(
                        writing(parameters), samples.single, objective.kernelForm, Float(rate), &touched.marks
                    ))
            }
            return Int(
                ignd_sparse_local_sgd_f64(
                    writing(parameters), samples.double, objective.kernelForm, Double(rate), &touched.marks))
        }
    }

    /// Sequential lazy Adam steps along u = s·φ on a state and its moments, bit for bit those of
    /// `ParameterState.step(along:on:rate:)`.
    package func adamSteps(
        _ list: SparseSampleList<S>, _ range: Range<Int>, objective: Objective, rate: S,
        state: ParameterState, touched: RowSet
    ) -> Int {
        check(list, touched)
        guard case .adam(let constants) = state.rule else { preconditionFailure("only Adam keeps moments") }
        var progress = ignd_adam_progress(
            beta1: constants.beta1, beta2: constants.beta2, epsilon: constants.epsilon,
            first_power: state.moments.powers.first, second_power: state.moments.powers.second)
        let (parameters, first, second) = (
            state.parameters(S.self), state.moment(1, S.self), state.moment(2, S.self)
        )
        let done = list.withKernelForm(range) { samples in
            if S.precision == .float32 {
                return Int(
                    ignd_sparse_local_adam_f32(
                        writing(parameters), writing(first), writing(second), samples.single,
                        objective.kernelForm, Float(rate), &progress, &touched.marks))
            }
            return Int(
                ignd_sparse_local_adam_f64(
                    writing(parameters), writing(first), writing(second), samples.double,
                    objective.kernelForm, Double(rate), &progress, &touched.marks))
        }
        state.moments.steps += UInt64(done)
        state.moments.powers = AdamPowers(first: progress.first_power, second: progress.second_power)
        return done
    }

    /// sum += (s/divisor)·φ of each sample in the order of the list, at fixed parameters; marks the rows of `sum`.
    package func addDirections(
        _ list: SparseSampleList<S>, _ range: Range<Int>, objective: Objective, divisor: S,
        parameters: UnsafePointer<S>, to sum: UnsafeMutablePointer<S>, touched: RowSet
    ) -> Int {
        check(list, touched)
        return list.withKernelForm(range) { samples in
            if S.precision == .float32 {
                return Int(
                    ignd_sparse_directions_f32(
                        writing(sum), reading(parameters), samples.single, objective.kernelForm,
                        Float(divisor), &touched.marks))
            }
            return Int(
                ignd_sparse_directions_f64(
                    writing(sum), reading(parameters), samples.double, objective.kernelForm, Double(divisor),
                    &touched.marks))
        }
    }

    /// f of every sample of the list.
    package func predictions(_ list: SparseSampleList<S>, parameters: UnsafePointer<S>) -> [S] {
        precondition(list.samples.columns == columns, "samples of another width")
        return [S](unsafeUninitializedCapacity: list.count) { buffer, count in
            count = list.count
            let target = buffer.baseAddress!
            list.withKernelForm(0..<list.count) { samples in
                if S.precision == .float32 {
                    ignd_sparse_predict_f32(reading(parameters), samples.single, writing(target))
                } else {
                    ignd_sparse_predict_f64(reading(parameters), samples.double, writing(target))
                }
            }
        }
    }

    private func check(_ list: SparseSampleList<S>, _ touched: RowSet) {
        precondition(list.samples.columns == columns, "samples of another width")
        precondition(touched.capacity == columns + 1, "a mark for every feature and the bias")
    }
}

extension SparseSampleList {
    /// The list under either precision; only the one of the samples' own is asked for.
    fileprivate struct KernelForm {
        let list: SparseSampleList
        let order: UnsafePointer<Int32>
        let count: Int

        var single: ignd_sparse_samples_f32 {
            ignd_sparse_samples_f32(
                offsets: list.samples.offsets, columns: list.samples.columnIndices,
                values: reading(list.samples.values), targets: reading(list.samples.targets),
                squared_norms: reading(list.samples.squaredNorms), order: order, count: Int64(count),
                width: Int64(list.samples.columns))
        }

        var double: ignd_sparse_samples_f64 {
            ignd_sparse_samples_f64(
                offsets: list.samples.offsets, columns: list.samples.columnIndices,
                values: reading(list.samples.values), targets: reading(list.samples.targets),
                squared_norms: reading(list.samples.squaredNorms), order: order, count: Int64(count),
                width: Int64(list.samples.columns))
        }
    }

    fileprivate func withKernelForm<R>(_ range: Range<Int>, _ body: (KernelForm) -> R) -> R {
        numbers.withUnsafeBufferPointer { numbers in
            let part = UnsafeBufferPointer(rebasing: numbers[range])
            let none = UnsafePointer<Int32>(bitPattern: 64)!
            return withExtendedLifetime(samples) {
                body(KernelForm(list: self, order: part.baseAddress ?? none, count: part.count))
            }
        }
    }
}
