extension Matrix {
    /// eˢᵉˡᶠ by scaling and squaring with the [13/13] Padé approximant (Higham 2005); nil if not finite.
    package var exponential: Matrix? {
        precondition(rows == columns, "only a square matrix has an exponential")
        guard isFinite else { return nil }
        var (scaled, squarings) = (self, 0)
        while scaled.oneNorm > 5.371920351148152 {
            scaled = 0.5 * scaled
            squarings += 1
        }
        let (even, odd) = scaled.padeParts()
        guard var result = (even - odd).solve(even + odd) else { return nil }
        for _ in 0..<squarings { result = result * result }
        return result.isFinite ? result : nil
    }

    /// The even and the odd part of the numerator polynomial.
    private func padeParts() -> (even: Matrix, odd: Matrix) {
        let b: [Double] = [
            64_764_752_532_480_000, 32_382_376_266_240_000, 7_771_770_303_897_600, 1_187_353_796_428_800,
            129_060_195_264_000, 10_559_470_521_600, 670_442_572_800, 33_522_128_640, 1_323_241_920,
            40_840_800, 960_960, 16_380, 182, 1,
        ]
        let one = Matrix(identity: rows)
        let second = self * self
        let fourth = second * second
        let sixth = fourth * second
        let odd =
            sixth * (b[13] * sixth + b[11] * fourth + b[9] * second)
            + (b[7] * sixth + b[5] * fourth) + (b[3] * second + b[1] * one)
        let even =
            sixth * (b[12] * sixth + b[10] * fourth + b[8] * second)
            + (b[6] * sixth + b[4] * fourth) + (b[2] * second + b[0] * one)
        return (even, self * odd)
    }
}
