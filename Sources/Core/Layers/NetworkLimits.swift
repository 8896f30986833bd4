/// How large a network may be declared. Sizes are computed from numbers within these limits, so that they cannot
/// overflow; what is larger fits into no machine.
enum NetworkLimits {
    /// Of a number that a layer is declared with, and of a side of a picture.
    static let extent = 1 << 20
    /// Of the inputs of a sample.
    static let inputs = 1 << 32
    /// Of what stands between two layers, and of all parameters.
    static let count = 1 << 36

    static func allows(_ extents: Int..., upTo limit: Int) -> Bool {
        var product = 1
        for extent in extents {
            guard extent >= 0, extent <= limit else { return false }
            let (next, overflow) = product.multipliedReportingOverflow(by: extent)
            if overflow || next > limit { return false }
            product = next
        }
        return true
    }

    static func allows(_ input: InputShape) -> Bool {
        switch input {
        case .vector(let width): return allows(width, upTo: inputs)
        case .sparse(let columns): return allows(columns, upTo: inputs)
        case .tokens(let vocabulary): return allows(vocabulary, upTo: inputs)
        case .picture(let channels, let height, let width):
            return [channels, height, width].allSatisfy { (0...extent).contains($0) }
                && allows(channels, height, width, upTo: count)
        }
    }

    static func allows(_ layer: LayerSpecification) -> Bool {
        let numbers: [Int]
        switch layer {
        case .dense(let size), .maxPool(let size), .embedding(let size), .lstm(let size): numbers = [size]
        case .convolution(let channels, let kernel, let stride, let padding):
            numbers = [channels, kernel, stride, padding]
        case .activation, .flatten: numbers = []
        }
        return numbers.allSatisfy { (0...extent).contains($0) }
    }
}
