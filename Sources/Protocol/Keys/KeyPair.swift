internal import CSodium

/// A Curve25519 key pair as CURVE uses it. The public half follows from the secret one.
package struct KeyPair: Sendable {
    package let publicKey: PublicKey
    /// 32 bytes.
    package let secret: [UInt8]

    /// A new pair from the system's random numbers.
    package init() {
        precondition(sodium_init() >= 0, "the system has random numbers")
        var secret = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&secret, secret.count)
        self.init(secret: secret)!
    }

    /// Nil unless there are 32 bytes.
    package init?(secret: [UInt8]) {
        guard secret.count == 32 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        guard crypto_scalarmult_base(&bytes, secret) == 0, let key = PublicKey(bytes: bytes) else {
            return nil
        }
        publicKey = key
        self.secret = secret
    }
}
