import Core
import Testing

/// Networks of any declared size are refused with a sentence, never with an overflow.
@Suite struct NetworkLimitTests {
    private func fault(_ input: InputShape, _ layers: [LayerSpecification]) -> Network.Fault? {
        do throws(Network.Fault) {
            _ = try Network(input: input, layers: layers)
            return nil
        } catch {
            return error
        }
    }

    @Test func aNetworkThatFitsIntoNoMachineIsRefused() {
        let wide = LayerSpecification.dense(outputs: 1_000_000)
        #expect(
            fault(.vector(width: 10), [wide, wide, .dense(outputs: 1)])
                == Network.Fault(position: 1, "makes more than 68719476736 parameters with those before it"))
        #expect(fault(.vector(width: 10), [wide, .dense(outputs: 1)]) == nil)
    }

    @Test(arguments: [
        InputShape.vector(width: .max), .sparse(columns: .max), .tokens(vocabulary: .max),
        .picture(channels: 3, height: .max, width: .max), .vector(width: -1),
        .picture(channels: 1 << 20, height: 1 << 20, width: 1 << 20),
    ]) func aSampleBeyondMeasureIsRefused(input: InputShape) {
        #expect(fault(input, [.dense(outputs: 1)])?.position == nil)
        #expect(fault(input, [.dense(outputs: 1)]) != nil)
    }

    @Test(arguments: [
        LayerSpecification.convolution(channels: .max, kernel: 3, stride: 1, padding: 0),
        .convolution(channels: 1, kernel: .max, stride: 1, padding: .max - 1),
        .convolution(channels: 1 << 20, kernel: 1 << 20, stride: 1, padding: (1 << 20) - 1),
        .convolution(channels: 1, kernel: 1, stride: 0, padding: 0), .maxPool(size: 0), .maxPool(size: -1),
    ]) func aLayerBeyondMeasureIsNamed(layer: LayerSpecification) {
        let picture = InputShape.picture(channels: 3, height: 1_000, width: 1_000)
        #expect(fault(picture, [layer, .flatten, .dense(outputs: 1)])?.position == 0)
    }
}
