import Core
import ParamServer
import Protocol
import Testing

/// What a sparse chunk costs on the wire, in real encoded frames: the push, and what another worker pulls of it.
@Suite struct PushSizeTests {
    /// A trial on made-up data: its state behind the first milestone, and the update of its first chunk.
    private struct Chunk {
        let update: Update
        let plan: TrialPlan
        /// Trainable values of each tensor that the update changes.
        let touched: [Int]

        init(
            _ dataset: Dataset, input: InputShape, layers: [LayerSpecification], rows: Int,
            chunk: TrialSpecification.ChunkKind
        ) throws {
            let trial = TrialSpecification(
                task: .supervised(
                    SupervisedSpecification(
                        dataset: "", input: input, trainingRows: rows, layers: layers, epochs: 1)),
                loss: .logistic, normalizer: .ignd(epsilon: 0.1, lambda: 1e-8), rule: .sgd,
                learningRate: 0.1, precision: .float32, chunk: chunk,
                mode: .async(workers: 2, maximumStaleness: nil, damping: 0), seed: 0)
            plan = trial.plan
            let trainer = try trial.makeTrainer(dataset: dataset)
            let state = ParameterState(table: plan.table, precision: plan.precision, rule: plan.rule)
            state.assign(trainer.milestone(phase: 0, state: state).assignment)
            trainer.begin(phase: 1, chunk: 0, state: state)
            while !trainer.advance(samples: 100) {}
            guard case .update(let update) = trainer.finish() else { throw Violation("the chunk diverged") }
            self.update = update
            let before = Chunk.values(state)
            state.apply(update, meaning: plan.meaning, rate: 0.1)
            let after = Chunk.values(state)
            touched = zip(plan.table.tensors, plan.table.offsets).map { tensor, offset in
                (offset..<offset + tensor.count).count { before[$0] != after[$0] }
            }
        }

        private static func values(_ state: ParameterState) -> [Float] {
            (0..<state.table.trainableCount).map { state.parameters(Float.self)[$0] }
        }

        /// Bytes of the push as the worker sends it, envelope and all.
        var pushed: Int {
            PushSizeTests.size(
                Encoder.frames(
                    .push(
                        Push(
                            number: 1_000, oldestUnanswered: 1_000, trial: 3, phase: 1, chunk: 0,
                            base: 10_000,
                            update: update)), session: SessionID(.max)))
        }

        /// Bytes of the answer that brings another worker, who misses this chunk alone, up to date.
        func pulled() throws -> Int {
            let part = Step.Part(session: SessionID(.max), number: 1_000, update: update)
            var tail = Tail(
                snapshotBytes: ParameterState.byteCount(
                    table: plan.table, precision: plan.precision, rule: plan.rule))
            tail.append(Step(kind: .apply, rate: 0.1, parts: [part]), version: 10_001)
            let missing = try #require(tail.steps(after: 10_000, upTo: 10_001, receiver: SessionID(1)))
            let next = Assignment(
                trial: 3, leases: [.chunk(phase: 1, chunk: 1)],
                sync: Sync(version: 10_001, content: .steps(missing)), specification: [])
            return PushSizeTests.size(
                Encoder.frames(.commit(Commit(number: 1_000, next: next)), session: SessionID(1)))
        }
    }

    private static func size(_ frames: Frames) -> Int {
        frames.header.count + frames.payloads.reduce(0) { $0 + $1.count }
    }

    /// Rows of about 135 of 50,000 columns, as TF-IDF weights of reviews have.
    @Test(arguments: [TrialSpecification.ChunkKind.mean(samples: 1), .local(samples: 10)])
    func aLinearModelSendsWhatItTouches(chunk: TrialSpecification.ChunkKind) throws {
        var random = RandomStream(seed: 1, purpose: .test)
        let rows = (0..<40).map { _ in
            Set((0..<(110 + random.integer(below: 51))).map { _ in UInt32(random.integer(below: 50_000)) })
                .sorted()
        }
        let offsets = rows.reduce(into: [Int64(0)]) { $0.append($0.last! + Int64($1.count)) }
        let values = rows.flatMap { $0.map { _ in Float(0.05 + random.uniform()) } }
        let dataset = PushSizeTests.dataset(
            count: 40,
            [
                "row_offsets": PushSizeTests.tensor(offsets, .int64),
                "column_indices": PushSizeTests.tensor(rows.flatMap { $0 }, .uint32),
                "values": PushSizeTests.tensor(values, .float32),
            ])
        let result = try Chunk(
            dataset, input: .sparse(columns: 50_000), layers: [.dense(outputs: 1)], rows: 38, chunk: chunk)
        let (pushed, pulled) = (result.pushed, try result.pulled())
        let touched = result.touched[0]
        #expect(touched > 100)
        let limit = 1.2 * Double(touched * 8 + 200)
        #expect(Double(pushed) <= limit && Double(pulled) <= limit)
        print(
            "linear, \(chunk): \(touched) touched entries; \(pushed) bytes pushed, \(pulled) pulled, at most \(limit)"
        )
    }

    /// Rows of 32 numbers among 100,277. Counted strictly: 4 bytes for each number of a row that the samples touch, and 4
    /// for the row's own number. Counted like the linear model's: 8 bytes for each number that changed (single precision
    /// leaves some of them as they were, so far back is the token). What LSTM and head send is dense and not counted.
    @Test(arguments: [TrialSpecification.ChunkKind.mean(samples: 1), .local(samples: 10)])
    func anEmbeddingSendsTheRowsThatItTouches(chunk: TrialSpecification.ChunkKind) throws {
        var random = RandomStream(seed: 2, purpose: .test)
        let lengths = (0..<16).map { _ in 80 + random.integer(below: 121) }
        let tokens = (0..<lengths.reduce(0, +)).map { _ in UInt32(random.integer(below: 100_277)) }
        let offsets = lengths.reduce(into: [Int64(0)]) { $0.append($0.last! + Int64($1)) }
        let dataset = PushSizeTests.dataset(
            count: 16,
            [
                "token_offsets": PushSizeTests.tensor(offsets, .int64),
                "tokens": PushSizeTests.tensor(tokens, .uint32),
            ])
        let result = try Chunk(
            dataset, input: .tokens(vocabulary: 100_277),
            layers: [.embedding(width: 32), .lstm(units: 64), .dense(outputs: 1)], rows: 14, chunk: chunk)
        let table = result.plan.table
        let block = try #require(result.update.blocks.first { $0.tensor == 0 })
        guard case .rows(let rows) = block.form else { throw Violation("the embedding's block is not rows") }
        let others = result.update.payload.count - block.byteCount(in: table, precision: .float32)
        let (pushed, pulled) = (result.pushed - others, try result.pulled() - others)
        let touched = result.touched[0]
        let strictly = 1.2 * Double(rows * (4 + 32 * 4) + 200)
        let limit = 1.2 * Double(touched * 8 + 200)
        #expect(touched > 1_000)
        #expect(Double(max(pushed, pulled)) <= min(strictly, limit))
        print(
            "embedding, \(chunk): \(rows) rows, \(touched) numbers changed; \(pushed) bytes pushed, \(pulled) pulled, "
                + "at most \(strictly) and \(limit); LSTM and head \(others)")
    }

    // MARK: Data

    private static func tensor<Element>(
        _ values: [Element], _ type: Dataset.ElementType
    ) -> Dataset.Tensor {
        let payload = values.withUnsafeBytes { Payload(copying: $0) }
        return Dataset.Tensor(type: type, shape: [values.count], payload: payload)
    }

    /// Two classes in turn; the last two rows are for validation and test.
    private static func dataset(count: Int, _ tensors: [String: Dataset.Tensor]) -> Dataset {
        let own = [
            "y": tensor((0..<count).map { Float($0 % 2) }, .float32),
            "split": tensor([UInt8](repeating: 0, count: count - 2) + [1, 2], .uint8),
        ]
        return Dataset(tensors.merging(own) { first, _ in first })
    }
}
