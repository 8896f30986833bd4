import Core
import Testing

/// Many outer products at once change the parameters as they would one after another.
@Suite struct OuterSumTests {
    static let shapes = [(1, 1, 1), (3, 17, 2), (7, 64, 33), (5, 65, 32), (2, 200, 70), (4, 143, 1)]

    @Test(arguments: shapes)
    func outerProductsAtOnceGiveTheBitsOfOneAfterAnother(shape: (rows: Int, columns: Int, rank: Int)) {
        check(Float.self, shape)
        check(Double.self, shape)
    }

    private func check<S: Scalar>(_ type: S.Type, _ shape: (rows: Int, columns: Int, rank: Int)) {
        var random = RandomStream(seed: 11, purpose: .test)
        var start = (0..<(shape.rows * shape.columns)).map { _ in S(random.normal()) }
        // A term that is skipped leaves the sign of a zero, one that is added would not.
        start[0] = -0.0
        let left = (0..<(shape.rank * shape.rows)).map { _ in random.uniform() < 0.5 ? 0 : S(random.normal())
        }
        let right = (0..<(shape.rank * shape.columns)).map { _ in S(random.normal()) }
        var (once, oneByOne) = (start, start)
        S.addOuters(
            &once, rows: shape.rows, columns: shape.columns, scale: -0.3, rank: shape.rank, left: left,
            right: right)
        for term in 0..<shape.rank {
            S.addOuter(
                &oneByOne, rows: shape.rows, columns: shape.columns, scale: -0.3,
                left: Array(left[(term * shape.rows)..<((term + 1) * shape.rows)]),
                right: Array(right[(term * shape.columns)..<((term + 1) * shape.columns)]))
        }
        #expect(once.map { "\($0)" } == oneByOne.map { "\($0)" })
    }
}
