extension PlantDescription {
    /// Samples the plant and solves it for `discount` γ in (0, 1].
    package func resolve(discount: Double) throws(PlantFault) -> Resolved {
        guard discount > 0, discount <= 1 else {
            throw PlantFault("the discount is \(discount), it must be above 0 and at most 1")
        }
        let continuous = try pair()
        let sampled = try sample(continuous)
        let rewards = try rewards(states: continuous.transition.rows, inputs: continuous.input.columns)
        let noise = try noiseFactor(states: continuous.transition.rows)
        let gain = try optimalGain(sampled, rewards, discount: discount)
        let plant = LQRSpecification.Plant(
            states: sampled.transition.rows, inputs: sampled.input.columns,
            transition: sampled.transition.values, input: sampled.input.values,
            noise: noise?.values ?? [], stateReward: rewards.state.values,
            inputReward: rewards.input.values)
        return Resolved(plant: plant, optimalGain: gain.values)
    }

    private typealias Rewards = (state: Matrix, input: Matrix)

    private func pair() throws(PlantFault) -> DiscretePair {
        let a = try Matrix(rows: transition, name: "A")
        guard a.rows == a.columns else {
            throw PlantFault("A is \(a.rows)×\(a.columns), it must be square: one row and one column a state")
        }
        let b = try Matrix(rows: input, name: "B")
        guard b.rows == a.rows else {
            throw PlantFault("B has \(b.rows) rows, it must have \(a.rows): one a state, as A has")
        }
        return DiscretePair(transition: a, input: b)
    }

    private func sample(_ pair: DiscretePair) throws(PlantFault) -> DiscretePair {
        guard case .continuous(let period) = timing else { return pair }
        guard period > 0, period.isFinite else {
            throw PlantFault("the sampling period is \(period), it must be above 0 and finite")
        }
        let held = DiscretePair(holding: pair.input, transition: pair.transition, period: period)
        guard let held else {
            throw PlantFault("exp(A·h) overflows at the sampling period \(period), a shorter one is needed")
        }
        return held
    }

    private func rewards(states: Int, inputs: Int) throws(PlantFault) -> Rewards {
        let q = try reward(stateReward, order: states, name: "Q", what: "state")
        let r = try reward(inputReward, order: inputs, name: "R", what: "input")
        // A zero eigenvalue may come out as a tiny number of either sign.
        let largest = q.symmetricEigenvalues?.last ?? .infinity
        guard largest <= 1e-12 * q.largestMagnitude else {
            throw PlantFault(
                "Q is not negative semidefinite (its largest eigenvalue is \(largest)): the reward is "
                    + "sᵀQs + aᵀRa, so a cost has a minus sign")
        }
        guard (-1 * r).isPositiveDefinite else {
            throw PlantFault(
                "R is not negative definite: the reward is sᵀQs + aᵀRa, so a cost has a minus sign, and "
                    + "every input must cost something")
        }
        return (q, r)
    }

    private func reward(
        _ given: [[Double]]?, order: Int, name: String, what: String
    ) throws(PlantFault) -> Matrix {
        guard let given else { return Matrix(identity: order, scale: -1) }
        let matrix = try Matrix(rows: given, name: name)
        guard matrix.rows == order, matrix.columns == order else {
            throw PlantFault(
                "\(name) is \(matrix.rows)×\(matrix.columns), it must be \(order)×\(order): one row and one "
                    + "column a \(what)")
        }
        guard matrix == matrix.transposed else {
            throw PlantFault(
                "\(name) is not symmetric; its symmetric part ½(\(name) + \(name)ᵀ) gives the same reward")
        }
        return matrix
    }

    private func noiseFactor(states: Int) throws(PlantFault) -> Matrix? {
        switch noise {
        case .none: return nil
        case .isotropic(let deviation):
            guard deviation >= 0, deviation.isFinite else {
                throw PlantFault("the noise deviation is \(deviation), it must be finite and at least 0")
            }
            return deviation == 0 ? nil : Matrix(identity: states, scale: deviation)
        case .gym:
            let (b1, period) = try sampledNoise(states: states, rule: "gym")
            return period * (b1 * b1.transposed)
        case .sqrt:
            let (b1, period) = try sampledNoise(states: states, rule: "sqrt")
            return period.squareRoot() * b1
        }
    }

    private func sampledNoise(states: Int, rule: String) throws(PlantFault) -> (Matrix, Double) {
        guard case .continuous(let period) = timing else {
            throw PlantFault(
                "the noise rule '\(rule)' needs a sampling period; a plant in discrete time takes an "
                    + "isotropic deviation or none")
        }
        guard !noiseInput.isEmpty else {
            throw PlantFault("the noise rule '\(rule)' needs B1, the noise input of the plant; none is given")
        }
        let b1 = try Matrix(rows: noiseInput, name: "B1")
        guard b1.rows == states else {
            throw PlantFault("B1 has \(b1.rows) rows, it must have \(states): one a state, as A has")
        }
        return (b1, period)
    }

    private func optimalGain(
        _ pair: DiscretePair, _ rewards: Rewards, discount: Double
    ) throws(PlantFault) -> Matrix {
        // With every state rewarded a finite value exists exactly if the discounted pair is stabilisable.
        let everyState = Matrix(identity: pair.transition.rows, scale: -1)
        for stateReward in [everyState, rewards.state] {
            let riccati = DiscountedRiccati(
                pair: pair, stateReward: stateReward, inputReward: rewards.input, discount: discount)
            do {
                let gain = try riccati.gain(try riccati.solve())
                if stateReward == rewards.state { return gain }
            } catch {
                throw PlantFault(
                    "at discount \(discount) \(error); a smaller discount, or an input that reaches every "
                        + "growing state, is needed")
            }
        }
        preconditionFailure("the second reward is the plant's own")
    }
}

extension Matrix {
    /// From rows as written by a person.
    fileprivate init(rows given: [[Double]], name: String) throws(PlantFault) {
        guard let width = given.first?.count, width > 0 else {
            throw PlantFault("\(name) is empty, it must have at least one row and one column")
        }
        for (number, row) in given.enumerated() {
            guard row.count == width else {
                throw PlantFault(
                    "row \(number + 1) of \(name) has \(row.count) numbers, it must have \(width) as row 1 has"
                )
            }
            guard row.allSatisfy(\.isFinite) else {
                throw PlantFault("row \(number + 1) of \(name) has a number that is not finite")
            }
        }
        self.init(rows: given.count, columns: width, values: given.flatMap { $0 })
    }
}
