import Core
import Testing

@Suite struct RandomStreamTests {
    @Test func philoxGivesTheKnownAnswersOfRandom123() {
        let zero = RandomStream.philox(counter: SIMD4(), key: SIMD2())
        #expect(zero == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = RandomStream.philox(counter: SIMD4(repeating: ~0), key: SIMD2(repeating: ~0))
        #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    }
}
