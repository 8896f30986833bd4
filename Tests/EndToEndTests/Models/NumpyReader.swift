import Foundation

/// A model file as a Python user reads it: safetensors.numpy, the metadata, and the forward pass by hand.
enum NumpyReader {
    /// The interpreter: `IGND_TEST_PYTHON`, or python3 of the path.
    static let python: String = {
        if let named = ProcessInfo.processInfo.environment["IGND_TEST_PYTHON"] { return named }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = path.split(separator: ":").map { "\($0)/python3" }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? "/usr/bin/python3"
    }()

    static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", "import numpy, safetensors.numpy"]
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static let script = """
        import csv, json, sys
        import numpy as np
        from safetensors import safe_open
        from safetensors.numpy import load_file
        tensors = load_file(sys.argv[1])
        with safe_open(sys.argv[1], "numpy") as file: metadata = file.metadata()
        how = json.loads(metadata["preprocessing"])
        rows = list(csv.DictReader(open(sys.argv[2])))
        columns = []
        for item in how["inputs"]:
            cells = [row[item["column"]] for row in rows]
            level = item.get("level")
            values = [float(c == level) if level is not None else float(c) for c in cells]
            columns.append((np.array(values) - item["mean"]) / item["scale"])
        x = np.stack(columns, axis=1)
        layers = json.loads(metadata["specification"])["task"]["supervised"]["_0"]["layers"]
        for position, layer in enumerate(layers):
            if "dense" in layer:
                x = x @ tensors[f"layers.{position}.weight"].T + tensors[f"layers.{position}.bias"]
            else:
                name = layer["activation"]["_0"]
                x = {"relu": lambda v: np.maximum(v, 0), "tanh": np.tanh}[name](x)
        x = x[:, 0]
        x = 1 / (1 + np.exp(-x)) if how["loss"] == "logistic" else x * how["targetScale"]
        print("value")
        for value in x: print(repr(float(value)))
        """

    /// The table of houses with a class beside the price.
    static var table: String {
        let lines = SweepText.csv().split(separator: "\n")
        let rows = lines.dropFirst().map { line in
            let price = line.split(separator: ",").last.flatMap { Double($0) } ?? 0
            return "\(line),\(price > 3.5 ? "yes" : "no")"
        }
        return ([lines[0] + ",rich"] + rows.map { $0[...] }).joined(separator: "\n") + "\n"
    }

    /// The values below the header.
    static func numbers(_ text: String) -> [Double] {
        text.split(separator: "\n").dropFirst().compactMap { Double($0) }
    }
}
