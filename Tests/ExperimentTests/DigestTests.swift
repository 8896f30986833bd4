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
}
