/// Makes StatLib's raw file (nine columns without a header) into the table that everybody uses, in which rooms,
/// bedrooms and people are averages a household and values are in units of 100,000 dollars.
package enum CaliforniaConversion {
    /// SHA-256 of the result.
    package static let digest = "94ef369b909f5c725340b512b7c9a05c1550a554b6592d29303990e3ba521a1f"

    private static let names =
        "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,MedHouseVal"

    /// The derived table; nil if `bytes` are not the raw file.
    package static func convert(_ bytes: [UInt8]) -> [UInt8]? {
        var lines = [names]
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            let values = cells.compactMap { DecimalNumber.parse(Array($0), from: 0, to: $0.count) }
            guard values.count == 9, cells.count == 9 else { return nil }
            lines.append(derived(values).map { "\($0)" }.joined(separator: ","))
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Longitude, latitude, age, rooms, bedrooms, population, households, income, value: as StatLib orders them.
    private static func derived(_ raw: [Double]) -> [Double] {
        let households = raw[6]
        return [
            raw[7], raw[2], raw[3] / households, raw[4] / households, raw[5], raw[5] / households, raw[1],
            raw[0], raw[8] / 100_000,
        ]
    }
}
