internal import CKernels

/// Samples that are 8-bit pictures: (value − mean) / scale, channel by channel.
final class PictureSource<S: Scalar>: SampleSource<S> {
    private let pictures: UnsafeBufferPointer<UInt8>
    private let shape: PictureShape
    private let owner: Dataset
    /// What each of the 256 values becomes, for each channel.
    private let values: [S]
    private let buffer: AlignedMemory

    /// Takes the tensors `pictures` [rows, channels, height, width], `channel_mean`, `channel_scale` [channels], `y`
    /// [rows] and `split` [rows].
    init(_ dataset: Dataset, shape: PictureShape) throws(DatasetFault) {
        let tensor = try dataset.tensor("pictures", rank: 4, type: .uint8)
        guard Array(tensor.shape[1...]) == [shape.channels, shape.height, shape.width] else {
            throw DatasetFault(
                "pictures of \(tensor.shape[1...].map(String.init).joined(separator: "×")), the model takes "
                    + "\(shape.channels)×\(shape.height)×\(shape.width)")
        }
        pictures = tensor.elements(as: UInt8.self)
        self.shape = shape
        owner = dataset
        let mean = try dataset.tensor("channel_mean", rank: 1, rows: shape.channels, type: .float32)
        let scale = try dataset.tensor("channel_scale", rank: 1, rows: shape.channels, type: .float32)
        values = PictureSource.values(mean.elements(as: Float.self), scale.elements(as: Float.self))
        guard values.allSatisfy(\.isFinite) else {
            throw DatasetFault("'channel_mean' and 'channel_scale' make values that are not finite")
        }
        buffer = AlignedMemory(byteCount: shape.count * MemoryLayout<S>.stride)
        super.init(targets: try SampleTargets(dataset, rows: tensor.shape[0]))
    }

    private static func values(_ mean: UnsafeBufferPointer<Float>, _ scale: UnsafeBufferPointer<Float>) -> [S]
    {
        zip(mean, scale).flatMap { mean, scale in (0..<256).map { S((Float($0) - mean) / scale) } }
    }

    override func signal(_ number: Int32) -> Signal<S> {
        let target = buffer.pointer(to: S.self)
        let source = pictures.baseAddress! + Int(number) * shape.count
        let extent = shape.height * shape.width
        values.withUnsafeBufferPointer { values in
            for channel in 0..<shape.channels {
                let table = values.baseAddress! + channel * 256
                for position in channel * extent..<(channel + 1) * extent {
                    target[position] = table[Int(source[position])]
                }
            }
        }
        return Signal(values: target, count: shape.count)
    }
}
