import Core
import FuzzDriver
import Protocol

/// The messages of the codec's tests: one of every kind, small.
enum MessageSeeds {
    static var all: [[UInt8]] {
        Samples.worker.map { bytes(0, Encoder.frames($0, session: Samples.session)) }
            + Samples.server.map { bytes(1, Encoder.frames($0, session: Samples.session)) }
            + Samples.records.map { bytes(2, Encoder.frames($0)) }
    }

    private static func bytes(_ kind: Int, _ frames: Frames) -> [UInt8] {
        WireInput.bytes(kind: kind, header: frames.header, payloads: frames.payloads.map { Array($0.bytes) })
    }
}
