import ParamServer
import Testing

/// Which segments go.
@Suite struct JournalRetentionTests {
    private func segments(_ firsts: [UInt64]) -> [JournalSegment] {
        firsts.map { JournalSegment(first: $0, path: "\($0)", byteCount: 100) }
    }

    @Test func allKeepsAll() {
        let retention = JournalRetention(.all)
        #expect(retention.removable(segments([1, 11, 21, 31]), snapshots: [30, 20]) == [])
    }

    /// Segments begin behind snapshots: records from 21 on are needed by the older one, at 20.
    @Test func boundedKeepsWhatTheLastTwoSnapshotsNeed() {
        let retention = JournalRetention(.bounded)
        #expect(retention.removable(segments([1, 11, 21, 31]), snapshots: [30, 20]) == [1, 11])
        #expect(retention.removable(segments([1, 11, 21]), snapshots: [30, 20]) == [1, 11])
        #expect(retention.removable(segments([1, 12, 31]), snapshots: [30, 20]) == [1])
        #expect(retention.removable(segments([1]), snapshots: [30, 20]) == [])
    }

    @Test func oneSnapshotAloneIsNotTrusted() {
        #expect(JournalRetention(.bounded).removable(segments([1, 11, 21]), snapshots: [30]) == [])
        #expect(JournalRetention(.bounded).removable(segments([1, 11, 21]), snapshots: []) == [])
    }

    @Test(arguments: [(400, 0), (399, 1), (300, 1), (299, 2), (0, 2)])
    func limitedRemovesNoMoreThanTheLimitAsks(limit: Int, removed: Int) {
        let retention = JournalRetention(.limited, limitBytes: limit)
        let firsts = retention.removable(segments([1, 11, 21, 31]), snapshots: [30, 20])
        #expect(firsts == Array([1, 11].prefix(removed)))
    }
}
