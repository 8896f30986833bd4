import Core

/// Small sweeps as a user would write them.
enum SweepText {
    /// Policy iteration on the aircraft; two methods and two seeds.
    static func lqr(
        mode: String = "{async: {workers: 1}}", updates: Int = 2_000, samples: Int = 250,
        improvements: Int = 3
    ) -> String {
        """
        name: lqr
        seeds: 2
        task: {kind: lqr, plant: uav, improvements: \(improvements), updates_per_improvement: \(updates), \
        stop_below: 0}
        chunk: {kind: local, samples: \(samples)}
        mode: \(mode)
        parameters:
          - {optimizer: {value: ignd}, learning_rate: {value: 1}}
          - {optimizer: {value: sgd}, learning_rate: {value: 0.001}}

        """
    }

    static let frozenLake = """
        name: lake
        seeds: 2
        task:
          kind: frozen-lake
          episodes: 200
          episodes_per_phase: 50
          feature_scale: {range: 10, seed: 1}
        chunk: {kind: local, samples: 10}
        parameters: {optimizer: {values: [sgd, ignd]}, learning_rate: {value: 0.1}}

        """

    /// A regression on `data.csv` beside the sweep file.
    static func supervised(
        optimizers: String = "[sgd, ignd, adam, adam-ignd]", mode: String = "{async: {workers: 1}}",
        chunk: String = "{kind: local, samples: 50}", epochs: Int = 2,
        layers: String = "[{dense: 8}, relu, {dense: 4}, tanh, {dense: 1}]"
    ) -> String {
        """
        name: regression
        task:
          kind: supervised
          data: {csv: data.csv, target: price}
          layers: \(layers)
          epochs: \(epochs)
        chunk: \(chunk)
        mode: \(mode)
        parameters: {optimizer: {values: \(optimizers)}, learning_rate: {value: 0.01}}

        """
    }

    /// Each chunk adds one to its own element: what is lost or doubled shows.
    static func counter(
        phases: Int = 4, chunks: Int = 50, pause: Int = 4, mode: String = "{async: {workers: 4}}"
    ) -> String {
        """
        name: counter
        task: {kind: counter, phases: \(phases), chunks: \(chunks), pause_milliseconds: \(pause)}
        mode: \(mode)

        """
    }

    /// A table of houses, the same each time.
    static func csv(rows: Int = 240) -> String {
        var random = SeededNumbers(seed: 7)
        var lines = ["size,age,\"kind, of house\",price"]
        for _ in 0..<rows {
            let (size, age) = (random.fraction(), random.fraction())
            let kind = ["flat", "\"old \"\"villa\"\"\"", "hut"][Int(random.fraction() * 3)]
            let price = 3 + 2 * size - age * age + (kind == "hut" ? -1 : 0) + 0.1 * random.fraction()
            lines.append("\(size),\(age),\(kind),\(price)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
