/// Reads `plant:` and the keys of the task that belong to it.
struct PlantReader {
    let task: ConfigurationMapping

    func read(_ place: ConfigurationNode) throws -> PlantRequest {
        place.isMapping ? try inline(place) : try builtIn(place)
    }

    private func builtIn(_ place: ConfigurationNode) throws -> PlantRequest {
        guard place.plainText != nil else {
            throw place.error("expected uav, bdt or a mapping with a and b, found \(place.found)")
        }
        let plant = try place.choice(PlantRequest.BuiltIn.self)
        return PlantRequest(
            source: .builtIn(plant),
            samplingPeriod: try task.number("sampling_period", .positive, default: 0.1),
            noise: try noise(hasNoiseInput: true),
            stateReward: .diagonal(-1, size: plant.states), inputReward: .diagonal(-1, size: plant.inputs))
    }

    private func inline(_ place: ConfigurationNode) throws -> PlantRequest {
        let mapping = try place.mapping([
            "a", "b", "sampling_period", "discrete", "noise_input", "state_reward", "input_reward",
        ])
        let aPlace = try mapping.required("a", "the matrix A as a list of rows")
        let a = try aPlace.matrix()
        guard a.rows == a.columns else { throw aPlace.error("is \(a.rows) × \(a.columns); A must be square") }
        let bPlace = try mapping.required("b", "the matrix B as a list of rows")
        let b = try bPlace.matrix()
        guard b.rows == a.rows else {
            throw bPlace.error("has \(b.rows) rows; B needs \(a.rows), one a state of A")
        }
        let noiseInput = try noiseInput(mapping["noise_input"], states: a.rows)
        return PlantRequest(
            source: .inline(a: a, b: b, noiseInput: noiseInput),
            samplingPeriod: try samplingPeriod(mapping),
            noise: try noise(hasNoiseInput: noiseInput != nil),
            stateReward: try reward(mapping["state_reward"], size: a.rows),
            inputReward: try reward(mapping["input_reward"], size: b.columns))
    }

    private func noiseInput(_ place: ConfigurationNode?, states: Int) throws -> Matrix? {
        guard let place else { return nil }
        let matrix = try place.matrix()
        guard matrix.rows == states else {
            throw place.error("has \(matrix.rows) rows; it needs \(states), one a state of A")
        }
        return matrix
    }

    private func samplingPeriod(_ plant: ConfigurationMapping) throws -> Double? {
        if let misplaced = task["sampling_period"] {
            throw misplaced.error("belongs into the plant when the plant is given by its matrices")
        }
        let isDiscrete = try plant.boolean("discrete", default: false)
        if let period = plant["sampling_period"] {
            if isDiscrete {
                throw period.error("the plant is discrete already; leave out one of the two keys")
            }
            return try period.number(.positive)
        }
        guard isDiscrete else {
            throw plant.place.error(
                "the key \"sampling_period\" is missing; give it, or say discrete: true if A and B are discrete-time"
            )
        }
        return nil
    }

    private func reward(_ place: ConfigurationNode?, size: Int) throws -> Matrix {
        guard let place else { return .diagonal(-1, size: size) }
        let matrix = try place.squareMatrix(size)
        for i in 0..<size {
            guard matrix.values[i * size + i] < 0 else {
                throw place.error(
                    "must be negative definite (a reward, not a cost); entry \(i),\(i) is not below 0")
            }
            for j in 0..<i where matrix.values[i * size + j] != matrix.values[j * size + i] {
                throw place.error("must be symmetric; entries \(i),\(j) and \(j),\(i) differ")
            }
        }
        return matrix
    }

    private func noise(hasNoiseInput: Bool) throws -> PlantRequest.Noise {
        guard let place = task["noise"] else { return .none }
        switch place.plainText {
        case "none": return .none
        case let name? where name == "gym" || name == "sqrt":
            guard hasNoiseInput else {
                throw place.error(
                    "\(name) needs the plant's noise_input (the matrix B1); give it, or a number")
            }
            return name == "gym" ? .gym : .sqrt
        case let text? where Double(text) != nil:
            let deviation = try place.number(.notNegative)
            return deviation == 0 ? .none : .isotropic(deviation)
        default: throw place.error("expected none, gym, sqrt or a number, found \(place.found)")
        }
    }
}
