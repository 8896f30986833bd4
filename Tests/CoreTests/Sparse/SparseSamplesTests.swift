import Core
import Testing

/// What a sparse data set must be, checked before any kernel reads it.
@Suite struct SparseSamplesTests {
    private func fault(
        offsets: [Int64] = [0, 2, 2, 5], columns: [UInt32] = [1, 4, 0, 2, 3],
        values: [Double] = [1, 2, 3, 4, 5], targets: [Double] = [0, 1, 0], split: [UInt8] = [0, 1, 2]
    ) -> String? {
        let dataset = SparseFixture<Double>.dataset(
            offsets: offsets, columns: columns, values: values, targets: targets, split: split)
        do throws(DatasetFault) {
            _ = try SparseSamples<Double>(dataset, columns: 5)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("rows, targets, parts and squared norms are read, in either precision") func aSoundDataset() throws
    {
        let fixture = SparseFixture<Double>(columns: 9, count: 12, entries: 3, seed: 1)
        let split: [UInt8] = [0, 1, 2, 0, 1, 2, 0, 0, 0, 0, 0, 1]
        let (double, single) = (
            try fixture.samples(split: split),
            try SparseSamples<Float>(fixture.dataset(split: split), columns: 9)
        )
        #expect(double.count == 12 && double.entries == fixture.rows.reduce(0) { $0 + $1.count })
        #expect(double.numbers(of: .test) == [2, 5] && double.numbers(of: .validation) == [1, 4, 11])
        for (row, entries) in fixture.rows.enumerated() {
            let range = Int(double.offsets[row])..<Int(double.offsets[row + 1])
            #expect(range.map { Int(double.columnIndices[$0]) } == entries.map(\.column))
            #expect(range.map { double.values[$0] } == entries.map(\.value))
            #expect(range.map { single.values[$0] } == entries.map { Float($0.value) })
            #expect(double.squaredNorms[row] == entries.reduce(1) { $0 + $1.value * $1.value })
            #expect(double.targets[row] == fixture.targets[row])
        }
    }

    @Test("what a kernel could stumble over is refused in words") func unsoundDatasets() {
        #expect(fault() == nil)
        let descends = "'row_offsets' descends behind row 1"
        #expect(fault(offsets: [0, 3, 2, 5], columns: [1, 2, 4, 2, 3]) == descends)
        #expect(fault(offsets: [0, 9, 2, 5]) == "'row_offsets' descends behind row 0")
        let ends = "'row_offsets' must lead from 0 to 5, the number of entries"
        #expect(fault(offsets: [1, 2, 2, 5]) == ends && fault(offsets: [0, 2, 2, 4]) == ends)
        #expect(fault(offsets: [0, -1, 2, 5]) == "'row_offsets' descends behind row 0")
        #expect(fault(offsets: [0, 2, 5]) == "tensor 'row_offsets' has 3 rows, 4 are needed")
        #expect(fault(columns: [4, 1, 0, 2, 3]) == "row 0 of 'column_indices' does not ascend")
        #expect(fault(columns: [1, 4, 0, 2, 2]) == "row 2 of 'column_indices' does not ascend")
        #expect(fault(columns: [1, 5, 0, 2, 3]) == "row 0 has column 5, the model takes 5 columns")
        #expect(fault(values: [1, 2, 3]) == "tensor 'values' has 3 rows, 'column_indices' has 5")
        #expect(fault(values: [1, .nan, 3, 4, 5]) == "'values' has a number that is not finite")
        #expect(fault(targets: [0, .infinity, 1]) == "'y' has a number that is not finite")
        #expect(fault(split: [0, 1]) == "tensor 'split' has 2 rows, the data set has 3")
        #expect(fault(split: [0, 1, 7]) == "row 2 of 'split' is 7; 0, 1 and 2 are known")
        #expect(fault(offsets: [0], columns: [], values: [], targets: [], split: []) != nil)
    }

    @Test("a missing tensor or another type is named") func missingTensors() {
        let words = SparseFixture<Double>.words([Int64(0)], .int64)
        #expect(throws: DatasetFault("the data set has no tensor 'row_offsets'")) {
            _ = try SparseSamples<Double>(Dataset([:]), columns: 5)
        }
        #expect(throws: DatasetFault("the data set has no tensor 'column_indices'")) {
            _ = try SparseSamples<Double>(Dataset(["row_offsets": words]), columns: 5)
        }
    }
}
