/// Networks of every kind of layer recomputed from their model file, layer by layer, with numpy alone.
enum NumpyNetwork {
    /// Arguments: the model and the prepared data set. Prints a probability a row.
    static let script = """
        import json, sys
        import numpy as np
        from safetensors import safe_open
        from safetensors.numpy import load_file
        tensors = load_file(sys.argv[1])
        data = load_file(sys.argv[2])
        with safe_open(sys.argv[1], "numpy") as file: metadata = file.metadata()
        how = json.loads(metadata["preprocessing"])
        layers = json.loads(metadata["specification"])["task"]["supervised"]["_0"]["layers"]

        def samples():
            if "pictures" in data:
                mean, scale = (np.array(how[name])[:, None, None] for name in ("mean", "scale"))
                for picture in data["pictures"]: yield (picture - mean) / scale
                return
            offsets = data["token_offsets"] if "tokens" in data else data["row_offsets"]
            for start, end in zip(offsets, offsets[1:]):
                if "tokens" in data:
                    yield data["tokens"][start:end]
                    continue
                row = np.zeros(how["columns"])
                row[data["column_indices"][start:end]] = data["values"][start:end]
                yield row

        def convolve(x, weight, bias, stride, padding):
            size = weight.shape[2]
            x = np.pad(x, ((0, 0), (padding, padding), (padding, padding)))
            rows, columns = ((extent - size) // stride + 1 for extent in x.shape[1:])
            output = np.empty((len(weight), rows, columns))
            for row in range(rows):
                for column in range(columns):
                    window = x[:, row * stride:row * stride + size, column * stride:column * stride + size]
                    output[:, row, column] = (weight * window).sum(axis=(1, 2, 3)) + bias
            return output

        def pool(x, size):
            rows, columns = x.shape[1] // size, x.shape[2] // size
            x = x[:, :rows * size, :columns * size].reshape(len(x), rows, size, columns, size)
            return x.max(axis=(2, 4))

        def sigmoid(x): return 1 / (1 + np.exp(-x))

        def lstm(x, tensor):
            hidden = cell = np.zeros(tensor("weight_hh_l0").shape[1])
            for step in x:
                gates = tensor("weight_ih_l0") @ step + tensor("bias_ih_l0")
                gates = gates + tensor("weight_hh_l0") @ hidden + tensor("bias_hh_l0")
                i, f, g, o = np.split(gates, 4)
                cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(g)
                hidden = sigmoid(o) * np.tanh(cell)
            return hidden

        activations = {"relu": lambda x: np.maximum(x, 0), "tanh": np.tanh, "sigmoid": sigmoid}

        def forward(x):
            for position, layer in enumerate(layers):
                tensor = lambda part: tensors[f"layers.{position}.{part}"].astype(np.float64)
                (name, values), = layer.items()
                if name == "dense": x = tensor("weight") @ x + tensor("bias")
                elif name == "activation": x = activations[values["_0"]](x)
                elif name == "convolution":
                    x = convolve(x, tensor("weight"), tensor("bias"), values["stride"], values["padding"])
                elif name == "maxPool": x = pool(x, values["size"])
                elif name == "flatten": x = x.reshape(-1)
                elif name == "embedding": x = tensor("weight")[x]
                elif name == "lstm": x = lstm(x, tensor)
            return sigmoid(x[0])

        print("value")
        for sample in samples(): print(repr(float(forward(sample))))
        """
}
