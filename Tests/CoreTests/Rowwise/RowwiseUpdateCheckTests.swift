import Core
import Foundation
import Testing

/// What may be pushed to a rowwise tensor, and what its description looks like outside.
@Suite struct RowwiseUpdateCheckTests {
    private static let table = TensorTable([
        TensorDescription(name: "table", shape: [5, 2], isRowwise: true),
        TensorDescription(name: "vector", shape: [4]),
        TensorDescription(name: "gain", shape: [2], isTrainable: false),
    ])
    private static let moments = Update.Moments(steps: 1, powers: AdamPowers(first: 0.9, second: 0.999))

    private func update(_ forms: [Block.Form?], moments: Update.Moments? = nil, rows: [UInt32] = [0, 1, 2])
        -> Update
    {
        let blocks = forms.enumerated().compactMap { index, form in
            form.map { Block(tensor: index, form: $0) }
        }
        let count = Update.byteCount(of: blocks, moments: moments, table: Self.table, precision: .float64)
        let payload = Payload(count: count) { bytes in
            var offset = 0
            for block in blocks {
                if case .rows(let count) = block.form {
                    for (index, row) in rows.prefix(count).enumerated() {
                        bytes.storeBytes(of: row, toByteOffset: offset + 4 * index, as: UInt32.self)
                    }
                }
                offset += block.byteCount(in: Self.table, precision: .float64)
            }
        }
        return Update(blocks: blocks, moments: moments, payload: payload)
    }

    private func fault(_ update: Update, frozen: Bool = false) -> UpdateFault? {
        update.fault(in: Self.table, precision: .float64, frozen: frozen)
    }

    @Test("a rowwise tensor is pushed by rows or not at all") func rowwiseByRows() {
        #expect(fault(update([.rows(count: 2), .dense])) == nil)
        #expect(fault(update([.rows(count: 0), .rows(count: 3)])) == nil, "others may travel by rows too")
        #expect(fault(update([nil, .dense])) == nil)
        #expect(fault(update([])) == nil && fault(update([.rows(count: 0)])) == nil)
        let reason = UpdateFault.wrongShape("'table' is pushed by rows only")
        #expect(fault(update([.dense])) == reason && fault(update([.factors(rank: 1)])) == reason)
        #expect(fault(update([.dense, .dense]), frozen: true) == nil, "a milestone replaces it whole")
        #expect(fault(update([.rows(count: 3)], rows: [0, 2, 2])) != nil)
        #expect(fault(update([.rows(count: 1)], rows: [5])) != nil)
    }

    @Test("moments come with dense blocks of all other tensors") func momentsAreWhole() {
        #expect(fault(update([.rows(count: 2), .dense], moments: Self.moments)) == nil)
        #expect(fault(update([nil, .dense], moments: Self.moments)) == nil)
        let reason = UpdateFault.wrongShape("with moments 'vector' must be dense")
        #expect(fault(update([.rows(count: 2)], moments: Self.moments)) == reason)
        #expect(fault(update([.rows(count: 2), .rows(count: 1)], moments: Self.moments)) == reason)
        #expect(fault(update([.rows(count: 2), .factors(rank: 1)], moments: Self.moments)) == reason)
        var short = update([.rows(count: 2), .dense], moments: Self.moments)
        short.payload = short.payload.prefix(short.payload.count - 8)
        #expect(fault(short) != nil)
    }

    @Test("moments of a rowwise tensor travel for the touched rows") func momentsOfTouchedRows() {
        let (two, none) = (update([.rows(count: 2), .dense]), update([nil, .dense]))
        let (twoMoments, noMoments) = (
            update([.rows(count: 2), .dense], moments: Self.moments),
            update([nil, .dense], moments: Self.moments)
        )
        #expect(twoMoments.payload.count - two.payload.count == 2 * (2 * 2 + 4) * 8)
        #expect(noMoments.payload.count - none.payload.count == 2 * 4 * 8)
    }

    @Test("descriptions without the flag are read, and written as before") func oldDescriptions() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let old = #"{"isTrainable":true,"name":"w","shape":[3,2]}"#
        let plain = try JSONDecoder().decode(TensorDescription.self, from: Data(old.utf8))
        #expect(plain == TensorDescription(name: "w", shape: [3, 2]) && !plain.isRowwise)
        #expect(try String(decoding: encoder.encode(plain), as: UTF8.self) == old)
        let bytes = try encoder.encode(Self.table)
        #expect(try JSONDecoder().decode(TensorTable.self, from: bytes) == Self.table)
    }
}
