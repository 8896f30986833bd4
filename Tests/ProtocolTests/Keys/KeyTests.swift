import Protocol
import Testing

@Suite struct KeyTests {
    /// RFC 7748, 5.2: the first iteration, 9 times the base point.
    @Test func thePublicKeyFollowsFromTheSecretOne() {
        let pair = KeyPair(secret: [9] + Array(repeating: 0, count: 31))
        #expect(
            pair?.publicKey.description == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")
        #expect(KeyPair(secret: [9]) == nil)
    }

    @Test func newPairsDiffer() {
        let pairs = (0..<8).map { _ in KeyPair() }
        #expect(Set(pairs.map(\.publicKey)).count == 8)
        #expect(pairs.allSatisfy { KeyPair(secret: $0.secret)?.publicKey == $0.publicKey })
    }

    @Test func keysAreReadAsTheyAreWritten() {
        let key = KeyPair().publicKey
        #expect(PublicKey(hexadecimal: key.description) == key && PublicKey(bytes: key.bytes) == key)
        #expect(PublicKey(hexadecimal: key.description.uppercased()) == key)
        let text = key.description
        for other in ["", "00", String(text.dropLast()), text + "0", "x" + text.dropFirst()] {
            #expect(PublicKey(hexadecimal: other) == nil, "\(other)")
        }
    }

    @Test func addressesAreReadAsTheyAreWritten() throws {
        let key = KeyPair().publicKey
        for text in [
            "tcp://localhost:5555", "tcp://10.0.0.1:1", "tcp://[::1]:65535", "curve://\(key)@gpu-a.x:5555",
        ] {
            #expect(ServerAddress(text)?.description == text)
        }
        let address = try #require(ServerAddress("curve://\(key)@gpu-a:5555"))
        #expect(address.key == key && address.host == "gpu-a" && address.endpoint == "tcp://gpu-a:5555")
        for text in [
            "", "localhost:5555", "tcp://:5555", "tcp://a:0", "tcp://a:65536", "tcp://a b:1", "tcp://a@b:1",
            "curve://a:5555", "curve://abc@a:5555", "curve://\(key)@:5555", "curve://\(key)@a@b:5555",
        ] {
            #expect(ServerAddress(text) == nil, "\(text)")
        }
    }
}
