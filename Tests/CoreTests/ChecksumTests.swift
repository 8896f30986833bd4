import CKernels
import Core
import Testing

@Suite struct ChecksumTests {
    @Test func checksumOfTheDigitsIsTheKnownOne() {
        let digits = Array("123456789".utf8)
        #expect(ignd_crc32c(0, digits, digits.count) == 0xe306_9283)
        #expect(ignd_crc32c_table(0, digits, digits.count) == 0xe306_9283)
        #expect(ignd_crc32c(0, digits, 0) == 0)
    }

    @Test func instructionAndTableAgreeAtEveryLengthAndCut() {
        var random = RandomStream(seed: 1, purpose: .test)
        let bytes = (0..<26_000).map { _ in UInt8(truncatingIfNeeded: random.nextUInt32()) }
        // The instruction takes long arrays in three stretches of 256 or of 4,096 bytes at once.
        for count in Array(0...2_000) + Array(12_200...12_400) + Array(24_500...25_500) {
            let whole = ignd_crc32c(0, bytes, count)
            #expect(ignd_crc32c_table(0, bytes, count) == whole)
            let cut = random.integer(below: count + 1)
            let first = ignd_crc32c(0, bytes, cut)
            #expect(bytes.withUnsafeBytes { ignd_crc32c(first, $0.baseAddress! + cut, count - cut) } == whole)
        }
    }
}
