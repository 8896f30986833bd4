internal import Core

/// An optimizer is a product: what the worker does to a sample's gradient × the rule of the server.
struct Optimizer {
    enum Name: String, CaseIterable {
        case sgd, ignd, adam
        case adamIGND = "adam-ignd"
    }

    enum NormalizerName: String, CaseIterable { case none, ignd, ngd, sps }
    enum RuleName: String, CaseIterable { case sgd, adam }

    static let keys = ["optimizer", "normalizer", "rule", "damping", "sps", "adam"]

    let normalizer: Normalizer
    let rule: Rule
    /// How tables call it.
    let label: String

    init(_ document: ConfigurationMapping, kind: TaskKind, loss: Loss) throws {
        let (normalizerName, ruleName) = try Optimizer.names(document, kind: kind)
        normalizer = try Optimizer.normalizer(normalizerName, document, kind: kind, loss: loss)
        let constants = try Optimizer.adamConstants(document["adam"])
        rule = ruleName == .adam ? .adam(constants) : .sgd
        label = Optimizer.label(normalizerName, ruleName, kind: kind)
    }

    private static func names(
        _ document: ConfigurationMapping, kind: TaskKind
    ) throws -> (NormalizerName, RuleName) {
        guard let optimizer = document["optimizer"] else {
            guard document["normalizer"] != nil || document["rule"] != nil || kind == .counter else {
                let names = Name.allCases.map(\.rawValue).joined(separator: ", ")
                throw document.place.error(
                    "the key \"optimizer\" is missing; give one of \(names), or normalizer and rule")
            }
            return (
                try document.choice("normalizer", default: NormalizerName.none),
                try document.choice("rule", default: RuleName.sgd)
            )
        }
        if let other = document["normalizer"] ?? document["rule"] {
            throw other.error("optimizer already says it; give either optimizer, or normalizer and rule")
        }
        switch try optimizer.choice(Name.self) {
        case .sgd: return (.none, .sgd)
        case .ignd: return (.ignd, .sgd)
        case .adam: return (.none, .adam)
        case .adamIGND: return (.ignd, .adam)
        }
    }

    private static func normalizer(
        _ name: NormalizerName, _ document: ConfigurationMapping, kind: TaskKind, loss: Loss
    ) throws -> Normalizer {
        let fallback = kind.defaultDamping(loss)
        let damping = try document["damping"]?.mapping(["lambda", "epsilon"])
        let lambda = try damping?.number("lambda", .notNegative, default: fallback.lambda)
        let epsilon = try damping?.number("epsilon", .notNegative, default: fallback.epsilon)
        let sps = try document["sps"]?.mapping(["constant", "optimum"])
        let constant = try sps?.number("constant", .positive, default: 0.5)
        let optimum = try sps?.number("optimum", .any, default: 0)
        switch name {
        case .none: return .none
        case .ignd: return .ignd(epsilon: epsilon ?? fallback.epsilon, lambda: lambda ?? fallback.lambda)
        case .ngd: return .ngd
        case .sps: return .sps(constant: constant ?? 0.5, optimum: optimum ?? 0)
        }
    }

    private static func adamConstants(_ place: ConfigurationNode?) throws -> AdamConstants {
        let standard = AdamConstants()
        guard let mapping = try place?.mapping(["beta1", "beta2", "epsilon"]) else { return standard }
        return AdamConstants(
            beta1: try mapping.number("beta1", .belowOne, default: standard.beta1),
            beta2: try mapping.number("beta2", .belowOne, default: standard.beta2),
            epsilon: try mapping.number("epsilon", .positive, default: standard.epsilon))
    }

    private static func label(_ normalizer: NormalizerName, _ rule: RuleName, kind: TaskKind) -> String {
        if kind == .counter { return "counter" }
        if kind.isControl && rule == .sgd && normalizer == .none { return "QL" }
        if kind.isControl && rule == .sgd && normalizer == .ignd { return "IGNDQ" }
        let method = normalizer == .none ? nil : normalizer.rawValue.uppercased()
        if rule == .sgd { return method ?? "SGD" }
        return method.map { "Adam-\($0)" } ?? "Adam"
    }
}
