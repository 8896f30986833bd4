internal import Core

/// Reads `plant:` and the keys of the task that belong to it. Shapes are checked here, where their place in the file
/// is known; what needs numbers (definite rewards, a gain that exists) is checked by `resolve`.
struct PlantReader {
    let task: ConfigurationMapping

    func read(_ place: ConfigurationNode) throws -> PlantDescription {
        place.isMapping ? try inline(place) : try builtIn(place)
    }

    private func builtIn(_ place: ConfigurationNode) throws -> PlantDescription {
        let names = PlantDescription.builtIn.keys.sorted()
        guard let name = place.plainText, var plant = PlantDescription.builtIn[name] else {
            let hint = NearestName.hint(place.plainText ?? "", among: names)
            throw place.error("there is no plant \(place.found)\(hint), or a mapping with a and b")
        }
        if let period = task["sampling_period"] {
            plant.timing = .continuous(period: try period.number(.positive))
        }
        plant.noise = try noise(plant)
        return plant
    }

    private func inline(_ place: ConfigurationNode) throws -> PlantDescription {
        let mapping = try place.mapping([
            "a", "b", "sampling_period", "discrete", "noise_input", "state_reward", "input_reward",
        ])
        let a = try mapping.required("a", "the matrix A as a list of rows")
        let transition = try a.matrix()
        let states = transition.count
        guard transition[0].count == states else {
            throw a.error(
                "is \(states)×\(transition[0].count); A must be square, one row and one column a state")
        }
        let b = try mapping.required("b", "the matrix B as a list of rows")
        let input = try statesByAny(b, states)
        var plant = PlantDescription(transition: transition, input: input, timing: try timing(mapping))
        if let noiseInput = mapping["noise_input"] { plant.noiseInput = try statesByAny(noiseInput, states) }
        plant.stateReward = try mapping["state_reward"]?.squareMatrix(states)
        plant.inputReward = try mapping["input_reward"]?.squareMatrix(input[0].count)
        plant.noise = try noise(plant)
        return plant
    }

    private func statesByAny(_ place: ConfigurationNode, _ states: Int) throws -> [[Double]] {
        let matrix = try place.matrix()
        guard matrix.count == states else {
            throw place.error("has \(matrix.count) rows; it must have \(states), one a state, as A has")
        }
        return matrix
    }

    private func timing(_ plant: ConfigurationMapping) throws -> PlantDescription.Timing {
        if let misplaced = task["sampling_period"] {
            throw misplaced.error(
                "belongs into the plant when the plant is given by its matrices; move it there")
        }
        let isDiscrete = try plant.boolean("discrete", default: false)
        if let period = plant["sampling_period"] {
            if isDiscrete {
                throw period.error("the plant is discrete already; leave out one of the two keys")
            }
            return .continuous(period: try period.number(.positive))
        }
        guard isDiscrete else {
            throw plant.place.error(
                "the key \"sampling_period\" is missing; give it, or say discrete: true if A and B are discrete-time"
            )
        }
        return .discrete
    }

    private func noise(_ plant: PlantDescription) throws -> PlantDescription.Noise {
        guard let place = task["noise"] else { return .none }
        switch place.plainText {
        case "none": return .none
        case let name? where name == "gym" || name == "sqrt":
            if plant.noiseInput.isEmpty {
                throw place.error(
                    "\(name) needs the plant's noise_input, the matrix B1; give it, or a number here")
            }
            if plant.timing == .discrete {
                throw place.error("\(name) needs a sampling period; give a discrete plant a number here")
            }
            return name == "gym" ? .gym : .sqrt
        case let text? where Double(text) != nil:
            let deviation = try place.number(.notNegative)
            return deviation == 0 ? .none : .isotropic(deviation)
        default: throw place.error("expected none, gym, sqrt or a number, found \(place.found)")
        }
    }
}
