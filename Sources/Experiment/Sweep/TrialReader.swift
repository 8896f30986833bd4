internal import Core

/// Reads one point of a grid: the base document with its parameters put in, strictly.
struct TrialReader {
    static let keys =
        ["task", "precision", "chunk", "mode", "learning_rate", "schedule", "label", "divergence"]
        + Optimizer.keys

    let inputs: SweepInputs

    func read(_ document: ConfigurationNode) throws -> TrialConfiguration {
        let mapping = try document.mapping(TrialReader.keys)
        let task = try mapping.required("task", "what is learnt, such as {kind: lqr, plant: uav}")
        let kind = try TaskReader.kind(task)
        let precision = try mapping.choice("precision", default: kind.defaultPrecision)
        let reading = try TaskReader(inputs: inputs, precision: precision).read(task, kind: kind)
        let optimizer = try Optimizer(mapping, kind: kind, loss: reading.loss)
        let (chunk, hasOpenChunk) = try chunk(mapping["chunk"], kind)
        let specification = TrialSpecification(
            task: reading.task, loss: reading.loss, normalizer: optimizer.normalizer, rule: optimizer.rule,
            learningRate: try learningRate(mapping, kind), schedule: try schedule(mapping["schedule"]),
            precision: precision, chunk: chunk, mode: try mode(mapping["mode"], dampingOf(chunk, kind)),
            seed: 0, divergence: try divergence(mapping["divergence"], kind))
        try TrialCombination(specification, kind: kind, document: mapping).check()
        return TrialConfiguration(
            label: try mapping.text("label", default: optimizer.label), specification: specification,
            hasOpenChunk: hasOpenChunk)
    }

    private func learningRate(_ document: ConfigurationMapping, _ kind: TaskKind) throws -> Double {
        if kind == .counter { return try document.number("learning_rate", .positive, default: 1) }
        return try document.required("learning_rate", "a number, or its values under parameters")
            .number(.positive)
    }

    private enum ScheduleName: String, CaseIterable { case constant, inverse }

    private func schedule(_ place: ConfigurationNode?) throws -> Schedule {
        guard let place else { return .constant }
        if !place.isMapping {
            if place.plainText == "step" {
                throw place.error("step needs its numbers: {step: {every: 10, factor: 0.5}}")
            }
            return try place.choice(ScheduleName.self) == .constant ? .constant : .inverse
        }
        let step = try place.mapping(["step"]).required("step", "{every: PHASES, factor: NUMBER}")
        let mapping = try step.mapping(["every", "factor"])
        return .step(
            every: try mapping.required("every", "a number of phases").integer(1...1_000_000),
            factor: try mapping.required("factor", "a number above 0").number(.positive))
    }

    /// Control tasks have limits of their own.
    private func divergence(_ place: ConfigurationNode?, _ kind: TaskKind) throws -> DivergenceRule? {
        guard kind == .supervised else {
            guard let place else { return nil }
            throw place.error("is for supervised tasks; leave the key out")
        }
        guard let place else { return DivergenceRule() }
        if place.plainText == "none" { return nil }
        guard place.isMapping else {
            throw place.error(
                "expected none or a mapping such as {loss_factor: 10, milestones: 2}, found \(place.found)")
        }
        let usual = DivergenceRule()
        let mapping = try place.mapping(["loss_factor", "milestones", "parameter_limit"])
        return DivergenceRule(
            lossFactor: try mapping.number("loss_factor", .positive, default: usual.lossFactor),
            milestones: try mapping.integer("milestones", 1...1_000_000, default: usual.milestones),
            parameterLimit: try mapping.number("parameter_limit", .positive, default: usual.parameterLimit))
    }

    private enum ChunkName: String, CaseIterable { case local, mean }

    /// The chunk; whether the number of its samples is left to the program.
    private func chunk(
        _ place: ConfigurationNode?, _ kind: TaskKind
    ) throws -> (TrialSpecification.ChunkKind, isOpen: Bool) {
        guard let mapping = try place?.mapping(["kind", "samples"]) else { return (kind.defaultChunk, false) }
        let name = try mapping.required("kind", "local or mean").choice(ChunkName.self)
        let place = try mapping.required("samples", "how many samples make a chunk, or auto")
        let isOpen = place.plainText == "auto"
        if isOpen && kind == .counter {
            throw place.error("the counter has nothing to measure; give a number of samples")
        }
        let samples = isOpen ? 1 : try place.integer(1...1_000_000_000)
        return (name == .local ? .local(samples: samples) : .mean(samples: samples), isOpen)
    }

    private enum ModeName: String, CaseIterable { case async, average }

    /// The usual damping by staleness where several workers share a trial. A local chunk goes as far as its samples
    /// lead it: two of them from one base, added up, would go twice as far. A counter must count.
    private func dampingOf(_ chunk: TrialSpecification.ChunkKind, _ kind: TaskKind) -> Double {
        if case .local = chunk, kind != .counter { 1 } else { 0 }
    }

    private func mode(_ place: ConfigurationNode?, _ usualDamping: Double) throws -> TrialSpecification.Mode {
        let serial = TrialSpecification.Mode.async(workers: 1, maximumStaleness: nil, damping: 0)
        guard let place else { return serial }
        if !place.isMapping {
            if try place.choice(ModeName.self) == .async { return serial }
            throw place.error("average needs its round: {average: {round: N}}")
        }
        let mapping = try place.mapping(ModeName.allCases.map(\.rawValue))
        switch (mapping["async"], mapping["average"]) {
        case (let settings?, nil): return try async(settings, usualDamping)
        case (nil, let settings?):
            let round = try settings.mapping(["round"]).required("round", "the number of chunks in a round")
            return .average(round: try round.integer(1...1_000_000))
        case (nil, nil): throw place.error("is empty; give {async: {...}} or {average: {round: N}}")
        case (_?, let second?): throw second.error("both async and average are given; keep one of them")
        }
    }

    private func async(_ place: ConfigurationNode, _ usualDamping: Double) throws -> TrialSpecification.Mode {
        let settings = try place.mapping(["workers", "max_staleness", "staleness_damping"])
        let workers = try settings.integer("workers", 1...100_000, default: 1)
        return .async(
            workers: workers, maximumStaleness: try settings["max_staleness"]?.integer(),
            damping: try settings.number(
                "staleness_damping", .notNegative, default: workers > 1 ? usualDamping : 0))
    }
}
