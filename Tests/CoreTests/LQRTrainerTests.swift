import Core
import Testing

@Suite struct LQRTrainerTests {
    private func specification(
        _ plant: PlantDescription = .uav, improvements: Int = 20, updates: Int = 2_000, scale: Double = 1
    ) throws -> LQRSpecification {
        let resolved = try plant.resolve(discount: 0.9)
        return LQRSpecification(
            plant: resolved.plant, discount: 0.9, optimalGain: resolved.optimalGain,
            initialGain: resolved.optimalGain.map { _ in 0 }, improvements: improvements,
            updatesPerImprovement: updates, scale: scale)
    }

    private func trial(
        _ specification: LQRSpecification, normalizer: Normalizer = .ignd(epsilon: 0, lambda: 0),
        rule: Rule = .sgd, rate: Double = 1, precision: Precision = .float64,
        chunk: TrialSpecification.ChunkKind = .local(samples: 500),
        mode: TrialSpecification.Mode = .async(workers: 1, maximumStaleness: nil, damping: 0),
        seed: UInt64 = 1
    ) -> TrialSpecification {
        TrialSpecification(
            task: .lqr(specification), normalizer: normalizer, rule: rule, learningRate: rate,
            precision: precision, chunk: chunk, mode: mode, seed: seed)
    }

    @Test func theReferenceRunConvergesAsThePaperSheetSays() throws {
        let specification = try specification()
        let curves = try (0..<10).map { seed in
            try SerialRun(trial(specification, seed: UInt64(seed))).curve("relative_policy_error")
        }
        let afterEight = curves.map { $0[min(8, $0.count - 1)] }.sorted()
        #expect((afterEight[4] + afterEight[5]) / 2 <= 1e-6)
        #expect(afterEight[9] <= 1e-3)
        #expect(curves.allSatisfy { $0.last! <= 1e-7 })
    }

    @Test(arguments: [0x1p10, 0x1p-20]) func undampedIgndqIsExactlyFreeOfScales(scale: Double) throws {
        let plain = try SerialRun(trial(specification(improvements: 3)))
        let scaled = try SerialRun(trial(specification(improvements: 3, scale: scale)))
        #expect(plain.weights(Double.self) == scaled.weights(Double.self))
        #expect(plain.curve("policy_error") == scaled.curve("policy_error"))
        #expect(plain.curve("skipped").last == 0)
    }

    @Test func qlWithAScaleIsQlWithItsFourthPowerInTheRate() throws {
        let scaled = try SerialRun(
            trial(specification(improvements: 2, scale: 0x1p-2), normalizer: .none, rate: 0.25))
        let plain = try SerialRun(
            trial(specification(improvements: 2), normalizer: .none, rate: 0.25 * 0x1p-8))
        #expect(scaled.weights(Double.self) == plain.weights(Double.self))
    }

    @Test func lookingUpOftenChangesNoBit() throws {
        let trial = try trial(specification(improvements: 2, updates: 700), chunk: .local(samples: 300))
        let often = try SerialRun(trial, lookUp: 7)
        #expect(often.weights(Double.self) == (try SerialRun(trial, lookUp: 10_000)).weights(Double.self))
    }

    @Test func theLastChunkOfAPhaseIsShorter() throws {
        // 700 updates in chunks of 300 are 300, 300, 100; the mean is over what a chunk really holds.
        let specification = try specification(improvements: 1, updates: 700)
        let trial = trial(specification, chunk: .mean(samples: 300))
        let plan = trial.plan
        let state = ParameterState(table: plan.table, precision: .float64, rule: .sgd)
        let trainer = try trial.makeTrainer(dataset: nil)
        #expect(plan.chunksPerPhase == 3)
        trainer.begin(phase: 1, chunk: 2, state: state)
        #expect(trainer.advance(samples: 100))
        trainer.begin(phase: 1, chunk: 1, state: state)
        #expect(!trainer.advance(samples: 299))
        #expect(trainer.advance(samples: 1))
    }

    @Test func aShortChunksMeanIsOverWhatItHolds() throws {
        // The last of 3 updates in chunks of 2 is alone; so is the second of 4 in chunks of 1, from the same stream.
        func secondChunk(updates: Int, samples: Int) throws -> [UInt8] {
            let trial = try trial(specification(updates: updates), chunk: .mean(samples: samples))
            let state = ParameterState(table: trial.plan.table, precision: .float64, rule: .sgd)
            let trainer = try trial.makeTrainer(dataset: nil)
            trainer.begin(phase: 1, chunk: 1, state: state)
            #expect(trainer.advance(samples: 1))
            guard case .update(let update) = trainer.finish() else { return [] }
            return Array(update.payload.bytes)
        }
        #expect(try secondChunk(updates: 3, samples: 2) == secondChunk(updates: 4, samples: 1))
    }

    @Test func oneSampleAChunkIsTheSameStepEitherWay() throws {
        // A mean of one direction, applied, and one local step differ by rounding only.
        let specification = try specification(improvements: 1, updates: 40)
        let mean = try SerialRun(trial(specification, chunk: .mean(samples: 1)))
        let local = try SerialRun(trial(specification, chunk: .local(samples: 1)))
        #expect(relativeError(mean.weights(Double.self), to: local.weights(Double.self)) < 1e-13)
    }

    @Test func localAdamIsTheServersAdamOnTheSameDirections() throws {
        let specification = try specification(improvements: 1, updates: 30)
        let rule = Rule.adam(AdamConstants())
        let server = try SerialRun(trial(specification, rule: rule, rate: 0.01, chunk: .mean(samples: 1)))
        let local = try SerialRun(trial(specification, rule: rule, rate: 0.01, chunk: .local(samples: 1)))
        #expect(server.state.moments == local.state.moments && server.state.moments.steps == 30)
        #expect(relativeError(local.weights(Double.self), to: server.weights(Double.self)) < 1e-12)
    }

    /// The moments of a `local` chunk travel with it, also when it is a whole round.
    @Test func aRoundOfOneChunkUnderAdamIsThatChunkToTheBit() throws {
        let specification = try specification(improvements: 2, updates: 300)
        let modes: [TrialSpecification.Mode] = [
            .async(workers: 1, maximumStaleness: nil, damping: 0), .average(round: 1),
        ]
        let states = try modes.map { mode in
            try SerialRun(
                trial(
                    specification, rule: .adam(AdamConstants()), rate: 0.01, chunk: .local(samples: 100),
                    mode: mode)
            ).state
        }
        #expect(states[0].moments == states[1].moments)
        #expect(Array(states[0].bytes) == Array(states[1].bytes))
    }

    @Test func averagedRoundsConverge() throws {
        let average = TrialSpecification.Mode.average(round: 4)
        for (chunk, updates) in [
            (TrialSpecification.ChunkKind.mean(samples: 1), 8_000), (.local(samples: 50), 8_000),
        ] {
            let run = try SerialRun(
                trial(specification(improvements: 8, updates: updates), chunk: chunk, mode: average))
            #expect(!run.diverged)
            #expect(run.curve("relative_policy_error").last! < 1e-3)
        }
    }

    @Test func zeroWeightsCannotImproveAPolicyAndThatIsCounted() throws {
        let specification = try specification()
        let trial = trial(specification)
        let state = ParameterState(table: trial.plan.table, precision: .float64, rule: .sgd)
        let trainer = try trial.makeTrainer(dataset: nil)
        let result = trainer.milestone(phase: 1, state: state)
        #expect(result.metrics.contains(Metric("skipped", 1)))
        #expect(result.assignment.blocks.isEmpty && result.verdict == .proceed)
    }

    @Test func weightsBeyondTheLimitAreAResult() throws {
        let run = try SerialRun(trial(specification(improvements: 3), normalizer: .none, rate: 1))
        #expect(run.diverged)
        let trial = try trial(specification())
        let trainer = try trial.makeTrainer(dataset: nil)
        let state = ParameterState(table: trial.plan.table, precision: .float64, rule: .sgd)
        for value in [Double.nan, 1e13] {
            state.parameters(Double.self)[3] = value
            #expect(trainer.milestone(phase: 1, state: state).verdict == .diverged)
        }
    }

    @Test func theStopRuleEndsATrialEarly() throws {
        let run = try SerialRun(trial(specification(updates: 5_000)))
        #expect(run.milestones.last!.verdict == .converged)
        #expect(run.milestones.count < 21)
        #expect(run.curve("gain_change").last! < 1e-8)
    }

    @Test func noiseBiasAndMixedScalesWork() throws {
        var noisy = PlantDescription.uav
        noisy.noise = .gym
        var stochastic = try specification(noisy, improvements: 8, updates: 5_000)
        stochastic.hasBiasFeature = true
        #expect(try SerialRun(trial(stochastic, rate: 0.5)).curve("relative_policy_error").last! < 0.05)
        var mixed = try specification(improvements: 10, updates: 5_000)
        mixed.mixedScale = 1
        #expect(try SerialRun(trial(mixed)).curve("relative_policy_error").last! < 1e-6)
    }

    @Test func floatReachesItsFloor() throws {
        let run = try SerialRun(trial(specification(improvements: 10), precision: .float32))
        #expect(run.curve("relative_policy_error").last! < 1e-4)
    }
}

/// Policy evaluation and improvement against the golden runs of make_golden.py.
@Suite struct GoldenPolicyTests {
    private func golden(_ name: String) throws -> GoldenVectors.PolicyEvaluation {
        let vectors = try GoldenVectors.vectors()
        return name == "UAV" ? vectors.UAV : vectors.BDT
    }

    private func resolved(_ name: String) throws -> PlantDescription.Resolved {
        try (name == "UAV" ? PlantDescription.uav : .bdt).resolve(discount: 0.9)
    }

    /// The transition from state s with exploration u under K = 0.
    private func transition(
        _ plant: LQRSpecification.Plant, _ s: [Double], _ u: [Double]
    ) -> QuadraticEvaluationTests.Transition {
        let (n, m) = (plant.states, plant.inputs)
        let a = Matrix(rows: n, columns: n, values: plant.transition)
        let b = Matrix(rows: n, columns: m, values: plant.input)
        let next = a * Matrix(rows: n, columns: 1, values: s) + b * Matrix(rows: m, columns: 1, values: u)
        let cost = (s + u).reduce(0) { $0 + $1 * $1 }
        return .init(z: s + u, next: next.values + u.map { _ in 0 }, reward: -cost)
    }

    @Test(arguments: ["UAV", "BDT"], [0, 1]) func theGoldenRunsAreReproducedByTheKernel(
        name: String, run: Int
    ) throws {
        let golden = try golden(name)
        let plant = try resolved(name).plant
        let expected = golden.runs[run]
        let dimension = plant.states + plant.inputs
        func evaluation(_ normalizer: Normalizer) -> QuadraticEvaluation<Double> {
            QuadraticEvaluation(
                dimension: dimension, hasBias: false, discount: golden.gamma, normalizer: normalizer,
                capacity: 1)
        }
        let stepping = evaluation(expected.method == "QL" ? .none : .ignd(epsilon: 0, lambda: 0))
        let probing = evaluation(.none)
        var w = [Double](repeating: 0, count: stepping.features)
        for number in golden.states.indices {
            let transition = transition(plant, golden.states[number], golden.explore[number])
            for buffer in [stepping, probing] {
                for i in 0..<dimension {
                    buffer.points[i] = transition.z[i]
                    buffer.nextPoints[i] = transition.next[i]
                }
                buffer.rewards[0] = transition.reward
            }
            // The gradient direction is −δφ, and φ begins with z₀².
            var direction = [Double](repeating: 0, count: w.count)
            probing.addDirections(to: &direction, weights: w, count: 1)
            let delta = -direction[0] / (transition.z[0] * transition.z[0])
            #expect((delta - expected.deltas[number]).magnitude < 1e-12 * max(1, -transition.reward))
            stepping.step(&w, rate: expected.alpha, count: 1)
        }
        #expect(relativeError(w, to: expected.w_final) < 1e-12)
    }

    @Test(arguments: ["UAV", "BDT"]) func exactWeightsGiveTheExactGain(name: String) throws {
        let golden = try golden(name)
        let plant = try resolved(name).plant
        let gain = try #require(
            PolicyImprovement.gain(weights: golden.exact_w_of_K0, states: plant.states, inputs: plant.inputs))
        let expected = golden.improved_K_from_exact_w.flatMap { $0 }
        #expect(relativeError(gain.values, to: expected) < 1e-12)
    }

    /// Exact evaluation (the sum of γᵏ(Tᵏ)ᵀ(−I − KᵀK)Tᵏ by doubling), then the improvement under test.
    @Test(arguments: ["UAV", "BDT"]) func exactPolicyIterationGoesTheGoldenWay(name: String) throws {
        let golden = try golden(name)
        let (plant, optimum) = try (resolved(name).plant, resolved(name).optimalGain)
        let (n, m) = (plant.states, plant.inputs)
        let a = Matrix(rows: n, columns: n, values: plant.transition)
        let b = Matrix(rows: n, columns: m, values: plant.input)
        var gain = Matrix(zeros: m, n)
        for expected in golden.exact_policy_iteration_errors {
            var power = 0.9.squareRoot() * (a + b * gain)
            var value = -1 * (Matrix(identity: n) + gain.transposed * gain)
            for _ in 0..<40 {
                value = value + power.transposed * value * power
                power = power * power
            }
            gain = try #require(
                PolicyImprovement.gain(weights: weights(a, b, value), states: n, inputs: m))
            let error = (gain - Matrix(rows: m, columns: n, values: optimum)).frobeniusNorm
            #expect((error - expected).magnitude < 3e-12)
        }
    }

    /// w of M = [Q + γAᵀPA, γAᵀPB; …, R + γBᵀPB], off-diagonal entries doubled.
    private func weights(_ a: Matrix, _ b: Matrix, _ value: Matrix) -> [Double] {
        let (n, m) = (a.rows, b.columns)
        var joint = Matrix(zeros: n, n + m)
        for i in 0..<n {
            for j in 0..<n { joint[i, j] = a[i, j] }
            for j in 0..<m { joint[i, n + j] = b[i, j] }
        }
        let matrix = 0.9 * (joint.transposed * value * joint) - Matrix(identity: n + m)
        return (0..<(n + m)).flatMap { i in (i..<(n + m)).map { j in (i == j ? 1 : 2) * matrix[i, j] } }
    }
}
