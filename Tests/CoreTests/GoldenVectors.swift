import Core
import Foundation

/// The golden vectors of make_golden.py, make_layers.py and lqr_systems.py: explicit inputs, expected float64 outputs.
enum GoldenVectors {
    struct Direction: Decodable {
        let loss: String
        let g: [Double]
        let f, y, lam, eps, l1, l2, xi: Double
        let direction: [Double]
        let dhat_alpha1: Double
    }

    struct AdamRun: Decodable {
        struct Step: Decodable {
            let x: [Double]
            let y: Double
            let u, theta: [Double]
        }
        let lr, beta1, beta2, eps, lam: Double
        let steps: [Step]
    }

    struct PolicyEvaluation: Decodable {
        struct Run: Decodable {
            let method: String
            let alpha: Double
            let deltas, w_final: [Double]
        }
        let gamma: Double
        let states, explore, K: [[Double]]
        let runs: [Run]
        let exact_w_of_K0: [Double]
        let improved_K_from_exact_w: [[Double]]
        let exact_policy_iteration_errors: [Double]
    }

    struct Vectors: Decodable {
        let directions: [Direction]
        let adam_ignd_linear_squared: AdamRun
        let UAV, BDT: PolicyEvaluation
    }

    struct LayerModel: Decodable {
        struct Sample: Decodable {
            let values: [Double]?
            let indices: [UInt32]?
            let output, squared_norm: Double
            let sensitivity: [Double]
        }
        let name: String
        let parameters: [Double]
        let samples: [Sample]
    }

    struct LayerModels: Decodable { let models: [LayerModel] }

    struct System: Decodable {
        struct Solution: Decodable { let K, S, M: [[Double]] }
        let n, m: Int
        let A, B, B1_noise, Ad, Bd: [[Double]]
        let dare: [String: Solution]
    }

    struct Systems: Decodable { let systems: [String: System] }

    static func vectors() throws -> Vectors { try load("golden") }
    static func layerModels() throws -> [LayerModel] {
        let models: LayerModels = try load("layers")
        return models.models
    }
    static func system(_ name: String) throws -> System {
        let systems: Systems = try load("lqr_systems")
        return systems.systems[name]!
    }

    private static func load<Value: Decodable>(_ name: String) throws -> Value {
        let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden")!
        return try JSONDecoder().decode(Value.self, from: Data(contentsOf: url))
    }
}

extension Matrix {
    init(_ rows: [[Double]]) {
        self.init(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 })
    }

    /// ‖self − other‖ / ‖other‖.
    func relativeError(to other: Matrix) -> Double {
        (self - other).frobeniusNorm / other.frobeniusNorm
    }
}

/// The largest |a − b| over the largest |b|.
func relativeError(_ found: [Double], to expected: [Double]) -> Double {
    precondition(found.count == expected.count)
    let size = expected.reduce(0) { max($0, $1.magnitude) }
    return zip(found, expected).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / size
}

extension Double {
    static func exponential(_ x: Double) -> Double { exp(x) }
}
