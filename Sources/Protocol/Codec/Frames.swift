package import Core

/// A message as it stands on the wire: a header frame, then raw payload frames.
package struct Frames {
    package var header: [UInt8]
    package var payloads: [Payload]

    package init(header: [UInt8], payloads: [Payload]) {
        self.header = header
        self.payloads = payloads
    }
}

/// Why a peer's frames are no message.
package struct DecodingFault: Error, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        case malformed
        case otherVersion(UInt32)
    }

    package var kind: Kind
    package var description: String

    init(_ description: String, kind: Kind = .malformed) {
        self.kind = kind
        self.description = description
    }
}
