#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A stream of random numbers that is a pure function of its key: Philox4x32-10 in counter mode
/// (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// A chunk's numbers come from a stream keyed by (seed, purpose, phase, chunk), so they do not depend on who
/// computes the chunk, when, or what was drawn before.
package struct RandomStream: RandomNumberGenerator, Sendable {
    /// What a stream is for; keeps the streams of one trial apart.
    package enum Purpose: UInt32, Sendable {
        case initialisation = 1
        case permutation = 2
        case chunk = 3
        case split = 4
        case featureScale = 5
        case test = 6
    }

    private let key: SIMD2<UInt32>
    private var counter: SIMD4<UInt32>
    private var block = SIMD4<UInt32>()
    private var used = 4
    private var spareNormal: Double?

    package init(seed: UInt64, purpose: Purpose, phase: Int = 0, chunk: Int = 0) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        counter = SIMD4(
            0, UInt32(truncatingIfNeeded: chunk), UInt32(truncatingIfNeeded: phase),
            purpose.rawValue << 24 | UInt32(truncatingIfNeeded: chunk >> 32) & 0xFF_FFFF)
    }

    package mutating func nextUInt32() -> UInt32 {
        if used == 4 {
            block = RandomStream.philox(counter: counter, key: key)
            counter[0] &+= 1
            precondition(counter[0] != 0, "a random stream holds 2^34 numbers")
            used = 0
        }
        defer { used += 1 }
        return block[used]
    }

    package mutating func next() -> UInt64 {
        let low = UInt64(nextUInt32())
        return UInt64(nextUInt32()) << 32 | low
    }

    /// Uniform in [0, 1) with 53 random bits.
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Uniform in 0..<bound, without bias.
    package mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "an empty range has no element")
        let bound = UInt64(bound)
        while true {
            let product = next().multipliedFullWidth(by: bound)
            // What is accepted is at least 2⁶⁴ mod bound; the division is seldom needed to know.
            if product.low >= bound || product.low >= (0 &- bound) % bound { return Int(product.high) }
        }
    }

    /// Standard normal (Box-Muller, both values used).
    package mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        let radius = (-2 * log(1 - uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spareNormal = radius * sin(angle)
        return radius * cos(angle)
    }

    /// A uniformly random order of 0..<count (Fisher-Yates).
    package mutating func permutation(of count: Int) -> [Int32] {
        var order = (0..<Int32(count)).map { $0 }
        var last = count - 1
        while last > 0 {
            order.swapAt(last, integer(below: last + 1))
            last -= 1
        }
        return order
    }

    /// Ten rounds of Philox4x32.
    package static func philox(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        // Numbers of their own: as elements of vectors they would be taken out and put back in every round.
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3])
        var (k0, k1) = (key[0], key[1])
        for _ in 0..<10 {
            let first = UInt64(c0) &* 0xD251_1F53
            let second = UInt64(c2) &* 0xCD9E_8D57
            (c0, c1) = (
                UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: second)
            )
            (c2, c3) = (UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: first))
            k0 &+= 0x9E37_79B9
            k1 &+= 0xBB67_AE85
        }
        return SIMD4(c0, c1, c2, c3)
    }
}
