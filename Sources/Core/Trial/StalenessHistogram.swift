/// How many commits came how many versions after their base. Buckets double: 0, 1, 2–3, 4–7, 8–15 …
package struct StalenessHistogram: Sendable, Equatable {
    /// Without zeros at the end.
    package private(set) var counts: [Int]

    package init(counts: [Int] = []) {
        self.counts = counts
        while self.counts.last == 0 { self.counts.removeLast() }
    }

    package var isEmpty: Bool { counts.isEmpty }
    package var total: Int { counts.reduce(0, +) }

    package mutating func add(staleness: UInt64) {
        let bucket = UInt64.bitWidth - staleness.leadingZeroBitCount
        while counts.count <= bucket { counts.append(0) }
        counts[bucket] += 1
    }

    package mutating func add(_ other: StalenessHistogram) {
        while counts.count < other.counts.count { counts.append(0) }
        for (bucket, count) in other.counts.enumerated() { counts[bucket] += count }
    }

    /// The versions that fall into a bucket.
    package static func range(ofBucket bucket: Int) -> ClosedRange<UInt64> {
        if bucket == 0 { return 0...0 }
        let lowest: UInt64 = 1 << (bucket - 1)
        return lowest...(lowest | (lowest - 1))
    }
}

extension StalenessHistogram: Codable {
    package init(from decoder: any Decoder) throws {
        let counts = try decoder.singleValueContainer().decode([Int].self)
        guard counts.count <= UInt64.bitWidth + 1, counts.allSatisfy({ (0...1 << 56).contains($0) }) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "no counts by staleness"))
        }
        self.init(counts: counts)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(counts)
    }
}
