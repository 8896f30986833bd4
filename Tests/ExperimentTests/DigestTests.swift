import Protocol
import Testing

@Suite struct DigestTests {
    @Test func digestsAreThoseOfTheStandard() {
        #expect(
            Digest(of: "abc".utf8).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Digest(of: [UInt8]()).description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func piecesGiveTheDigestOfTheWhole() {
        let stream = DigestStream()
        for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { stream.append($0) } }
        #expect(stream.finish() == Digest(of: "abc".utf8))
        #expect(stream.finish() == Digest(of: [UInt8]()))
    }

    /// Blocks and what is left of them take different ways. The digests are those of Python's hashlib.
    @Test(arguments: [
        (63, "29af2686fd53374a36b0846694cc342177e428d1647515f078784d69cdb9e488"),
        (64, "fdeab9acf3710362bd2658cdc9a29e8f9c757fcf9811603a8c447cd1d9151108"),
        (65, "4bfd2c8b6f1eec7a2afeb48b934ee4b2694182027e6d0fc075074f2fabb31781"),
        (1_000, "a8af099bf2e878609558dbf69d8f88f4a31040a8cf84b549a0cfa912f12ffc3f"),
    ]) func anyCutIntoPiecesGivesTheDigest(count: Int, digest: String) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        #expect(Digest(of: bytes).description == digest)
        for cut in stride(from: 0, through: count, by: 7) {
            let stream = DigestStream()
            bytes[..<cut].withUnsafeBytes { stream.append($0) }
            bytes[cut...].withUnsafeBytes { stream.append($0) }
            #expect(stream.finish().description == digest, "cut at \(cut)")
        }
    }
}
