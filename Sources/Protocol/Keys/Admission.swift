/// What libzmq asks before it lets a peer in (the ZeroMQ authentication protocol, ZAP 1.0).
package struct AdmissionRequest: Equatable {
    package let id: [UInt8]
    /// The peer's IP address.
    package let address: String
    package let mechanism: String
    /// Nil unless the mechanism is CURVE.
    package let key: PublicKey?

    package init(id: [UInt8] = [], address: String, mechanism: String, key: PublicKey?) {
        self.id = id
        self.address = address
        self.mechanism = mechanism
        self.key = key
    }

    /// Nil if the frames are no request of version 1.0.
    package init?(frames: [[UInt8]]) {
        // Version, request, domain, address, the peer's own identity, mechanism, credentials.
        guard frames.count >= 6, frames[0] == Array("1.0".utf8) else { return nil }
        let mechanism = String(decoding: frames[5], as: UTF8.self)
        let key = mechanism == "CURVE" && frames.count == 7 ? PublicKey(bytes: frames[6]) : nil
        self.init(
            id: frames[1], address: String(decoding: frames[3], as: UTF8.self), mechanism: mechanism, key: key
        )
    }
}

/// The answer to an admission request.
package enum Admission: Equatable {
    case admitted(String, PublicKey)
    /// Where no keys are asked for.
    case admittedWithoutKey
    case refused(Reason)

    package enum Reason: Equatable {
        case unknownKey(PublicKey)
        case mechanism(String)
    }

    /// The frames of the answer. What the peer is later known by is its key: a name can be given to another one.
    func frames(id: [UInt8]) -> [[UInt8]] {
        let (status, text, user) =
            switch self {
            case .admitted(_, let key): ("200", "OK", key.description)
            case .admittedWithoutKey: ("200", "OK", "")
            case .refused: ("400", "not authorised", "")
            }
        return [Array("1.0".utf8), id, Array(status.utf8), Array(text.utf8), Array(user.utf8), []]
    }
}
