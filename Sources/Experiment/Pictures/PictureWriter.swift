internal import Core

/// The file of a data set of pictures, built in the place where it will stay: hundreds of megabytes are there once.
///
/// What comes first in the file (header, y, channel_mean, channel_scale) is known last, so that room is left for it;
/// the header is filled up with blanks until all fits.
final class PictureWriter {
    /// Mean and standard deviation of a channel, in units of 0…255.
    struct Moments {
        let mean: Float
        let scale: Float
    }

    private static let headerRoom = 1 << 16

    private let shape: [Int]
    private let pictureBytes: Int
    private let memory: AlignedMemory
    /// Where the pictures begin.
    private let start: Int
    private var count: Int

    /// Room for `capacity` pictures [channels, height, width].
    init(capacity: Int, channels: Int, height: Int, width: Int) {
        shape = [channels, height, width]
        pictureBytes = channels * height * width
        count = capacity
        let front = 8 + PictureWriter.headerRoom + capacity * 4 + channels * 8
        start = (front + 63) / 64 * 64
        memory = AlignedMemory(byteCount: start + capacity * (pictureBytes + 1))
    }

    /// The bytes of one picture. Threads may write different ones.
    func picture(_ number: Int) -> UnsafeMutableBufferPointer<UInt8> {
        let from = start + number * pictureBytes
        return UnsafeMutableRawBufferPointer(rebasing: memory.bytes[from..<from + pictureBytes])
            .bindMemory(to: UInt8.self)
    }

    /// Leaves out all but the pictures of these numbers, which ascend.
    func keep(_ numbers: [Int]) {
        for (place, number) in numbers.enumerated() where place < number {
            _ = picture(place).update(fromContentsOf: picture(number))
        }
        count = numbers.count
    }

    /// Over the training pictures. Sums of whole numbers: exact in any order.
    func moments(of split: DataSplit) -> [Moments] {
        let plane = shape[1] * shape[2]
        return (0..<shape[0]).map { channel in
            var (sum, squares, pixels) = (UInt64(0), UInt64(0), 0)
            for number in 0..<count where split.parts[number] == .training {
                for byte in picture(number)[channel * plane..<(channel + 1) * plane] {
                    sum += UInt64(byte)
                    squares += UInt64(byte) * UInt64(byte)
                }
                pixels += plane
            }
            let mean = Double(sum) / Double(pixels)
            let variance = Double(squares) / Double(pixels) - mean * mean
            return Moments(mean: Float(mean), scale: variance > 0 ? Float(variance.squareRoot()) : 1)
        }
    }

    /// The whole file. The writer is not used afterwards.
    func file(
        targets: [Float], split: DataSplit, moments: [Moments], metadata: [String: String]
    ) -> Payload {
        let whole = Payload(owner: memory, bytes: UnsafeRawBufferPointer(memory.bytes))
        let end = start + count * pictureBytes
        UnsafeMutableRawBufferPointer(rebasing: memory.bytes[end...]).copyBytes(
            from: split.parts.map(\.rawValue))
        let front: [(name: String, tensor: Dataset.Tensor)] = [
            ("y", Dataset.Tensor(targets, .float32)),
            ("channel_mean", Dataset.Tensor(moments.map(\.mean), .float32)),
            ("channel_scale", Dataset.Tensor(moments.map(\.scale), .float32)),
        ]
        let back: [(name: String, tensor: Dataset.Tensor)] = [
            (
                "pictures",
                Dataset.Tensor(type: .uint8, shape: [count] + shape, payload: whole.slice(start..<end))
            ),
            ("split", Dataset.Tensor(type: .uint8, shape: [count], payload: whole.slice(end..<end + count))),
        ]
        let length = start - 8 - front.reduce(0) { $0 + $1.tensor.payload.count }
        let header = Safetensors.header(of: front + back, metadata, length: length)
        memory.bytes.storeBytes(of: UInt64(length).littleEndian, as: UInt64.self)
        var position = 8
        for piece in [header] + front.map({ Array($0.tensor.payload.bytes) }) {
            UnsafeMutableRawBufferPointer(rebasing: memory.bytes[position...]).copyBytes(from: piece)
            position += piece.count
        }
        return whole.prefix(end + count)
    }
}
