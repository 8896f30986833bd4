/// Follows a sample's shape through the declared layers.
struct NetworkCompiler {
    /// What stands between two layers.
    private enum Flow: Equatable {
        case vector(Int)
        case sparse(columns: Int)
        case picture(PictureShape)
        case tokens(vocabulary: Int)
        case sequence(width: Int)

        init(_ input: InputShape) {
            switch input {
            case .vector(let width): self = .vector(width)
            case .sparse(let columns): self = .sparse(columns: columns)
            case .picture(let channels, let height, let width):
                self = .picture(PictureShape(channels: channels, height: height, width: width))
            case .tokens(let vocabulary): self = .tokens(vocabulary: vocabulary)
            }
        }
    }

    private var flow: Flow
    private var stages: [Network.Stage] = []
    private var tensors: [TensorDescription] = []
    private var parameterCount = 0
    private var lastHasParameters = false

    init(input: InputShape) throws(Network.Fault) {
        guard NetworkLimits.allows(input) else {
            throw Network.Fault("has a sample of more numbers than can be")
        }
        flow = Flow(input)
    }

    mutating func add(_ layer: LayerSpecification, at position: Int) throws(Network.Fault) {
        try check(
            NetworkLimits.allows(layer), position, "has a number beyond 0 … \(NetworkLimits.extent)")
        switch layer {
        case .dense(let outputs): try dense(outputs, position)
        case .activation(let activation): try activate(activation, position)
        case .convolution(let channels, let kernel, let stride, let padding):
            try convolve(channels, kernel, stride, padding, position)
        case .maxPool(let size): try pool(size, position)
        case .flatten:
            guard case .picture(let picture) = flow else { throw fault(position, "flatten needs a picture") }
            flow = .vector(picture.count)
            lastHasParameters = false
        case .embedding(let width): try embed(width, position)
        case .lstm(let units): try remember(units, position)
        }
    }

    func finish() throws(Network.Fault) -> ([Network.Stage], TensorTable) {
        guard stages.count <= Network.layerLimit else {
            throw Network.Fault("has \(stages.count) layers; at most \(Network.layerLimit) can be used")
        }
        guard !tensors.isEmpty else { throw Network.Fault("has no layer that could learn") }
        guard flow == .vector(1) else {
            throw Network.Fault("ends in \(text(flow)); the method needs a model with one output")
        }
        return (stages, TensorTable(tensors))
    }

    // MARK: Layers

    private mutating func dense(_ outputs: Int, _ position: Int) throws(Network.Fault) {
        switch flow {
        case .vector(let inputs):
            try check(outputs > 0 && inputs > 0, position, "dense needs at least one input and one output")
            let tensor = TensorDescription(name: "layers.\(position)", shape: [outputs, inputs + 1])
            try add(.dense(inputs: inputs, outputs: outputs), tensor, position)
        case .sparse(let columns):
            try check(outputs > 0, position, "dense needs at least one output")
            let tensor = TensorDescription(
                name: "layers.\(position)", shape: [columns + 1, outputs], isRowwise: true)
            try add(.sparseDense(columns: columns, outputs: outputs), tensor, position)
        case .picture: throw fault(position, "dense takes numbers; put flatten before it")
        case .tokens: throw fault(position, "dense takes numbers; put embedding and lstm before it")
        case .sequence: throw fault(position, "dense takes numbers; put lstm before it")
        }
        flow = .vector(outputs)
    }

    private mutating func activate(_ activation: Activation, _ position: Int) throws(Network.Fault) {
        try check(
            lastHasParameters, position,
            "\(activation.rawValue) must stand behind a layer that learns, such as dense")
        let count: Int
        switch flow {
        case .vector(let width): count = width
        case .picture(let picture): count = picture.count
        default: throw fault(position, "\(activation.rawValue) cannot be applied to \(text(flow))")
        }
        if activation == .relu { stages[stages.count - 1].isBeforeReLU = true }
        stages.append(
            Network.Stage(kind: .activation(activation, count: count), offset: 0, isBeforeReLU: false))
        lastHasParameters = false
    }

    private mutating func convolve(
        _ channels: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ position: Int
    ) throws(Network.Fault) {
        guard case .picture(let picture) = flow else {
            throw fault(position, "conv2d needs a picture, not \(text(flow))")
        }
        let shape = Convolution(
            inputChannels: picture.channels, height: picture.height, width: picture.width,
            outputChannels: channels, kernel: kernel, stride: stride, padding: padding)
        try check(
            padding < kernel, position,
            "conv2d pads by less than its kernel, \(kernel); \(padding) is too much")
        try check(
            shape.isValid, position,
            "conv2d of \(kernel)×\(kernel) does not fit on a picture of \(picture.height)×\(picture.width)")
        let tensor = TensorDescription(name: "layers.\(position)", shape: [channels, shape.columns])
        try add(.convolution(shape), tensor, position)
        try check(
            NetworkLimits.allows(
                channels, shape.outputHeight, shape.outputWidth, upTo: NetworkLimits.count), position,
            "conv2d makes more numbers than can be")
        flow = .picture(
            PictureShape(channels: channels, height: shape.outputHeight, width: shape.outputWidth))
    }

    private mutating func pool(_ size: Int, _ position: Int) throws(Network.Fault) {
        guard case .picture(let picture) = flow else {
            throw fault(position, "max_pool needs a picture, not \(text(flow))")
        }
        let shape = PoolShape(input: picture, size: size)
        try check(
            size > 0 && shape.output.count > 0, position,
            "max_pool of \(size)×\(size) does not fit on a picture of \(picture.height)×\(picture.width)")
        stages.append(Network.Stage(kind: .maxPool(shape), offset: 0, isBeforeReLU: false))
        flow = .picture(shape.output)
        lastHasParameters = false
    }

    private mutating func embed(_ width: Int, _ position: Int) throws(Network.Fault) {
        guard case .tokens(let vocabulary) = flow else {
            throw fault(position, "embedding needs tokens, not \(text(flow))")
        }
        try check(width > 0, position, "embedding needs a width of at least 1")
        let tensor = TensorDescription(
            name: "layers.\(position)", shape: [vocabulary, width], isRowwise: true)
        try add(.embedding(vocabulary: vocabulary, width: width), tensor, position)
        flow = .sequence(width: width)
    }

    private mutating func remember(_ units: Int, _ position: Int) throws(Network.Fault) {
        guard case .sequence(let width) = flow else {
            throw fault(position, "lstm needs a sequence, not \(text(flow)); put embedding before it")
        }
        try check(units > 0, position, "lstm needs at least one unit")
        try add(
            .lstm(inputs: width, units: units),
            TensorDescription(name: "layers.\(position)", shape: [4 * units, width + units + 1]), position)
        flow = .vector(units)
    }

    private mutating func add(
        _ kind: Network.Kind, _ tensor: TensorDescription, _ position: Int
    ) throws(Network.Fault) {
        let room = NetworkLimits.count - parameterCount
        try check(
            NetworkLimits.allows(tensor.rows, tensor.columns, upTo: room), position,
            "makes more than \(NetworkLimits.count) parameters with those before it")
        stages.append(Network.Stage(kind: kind, offset: parameterCount, isBeforeReLU: false))
        tensors.append(tensor)
        parameterCount += tensor.count
        lastHasParameters = true
    }

    // MARK: Words

    private func check(_ holds: Bool, _ position: Int, _ text: String) throws(Network.Fault) {
        if !holds { throw fault(position, text) }
    }

    private func fault(_ position: Int, _ text: String) -> Network.Fault {
        Network.Fault(position: position, text)
    }

    private func text(_ flow: Flow) -> String {
        switch flow {
        case .vector(let width): return width == 1 ? "one number" : "\(width) numbers"
        case .sparse(let columns): return "a sparse row of \(columns) numbers"
        case .picture(let shape): return "a picture of \(shape.channels)×\(shape.height)×\(shape.width)"
        case .tokens: return "tokens"
        case .sequence(let width): return "a sequence of \(width) numbers a step"
        }
    }
}
