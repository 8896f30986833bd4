/// What one chunk of work, or one milestone, does to the parameters.
package struct Update {
    package var blocks: [Block]
    /// Adam moments that replace the trial's own (a `local` chunk under Adam): first, then second, behind the blocks in
    /// the payload. Each covers all trainable elements, but of a rowwise tensor only the rows of its block.
    package var moments: Moments?
    package var payload: Payload

    /// How far the optimizer's state has come: the steps taken and the powers βᵗ.
    package struct Moments: Sendable, Equatable {
        package var steps: UInt64
        package var powers: AdamPowers

        package init(steps: UInt64, powers: AdamPowers) {
            self.steps = steps
            self.powers = powers
        }

        /// Whether βᵗ could be so: between 0 and 1.
        var isSound: Bool { (0...1).contains(powers.first) && (0...1).contains(powers.second) }
    }

    package init(blocks: [Block], moments: Moments? = nil, payload: Payload) {
        self.blocks = blocks
        self.moments = moments
        self.payload = payload
    }

    package static var empty: Update { Update(blocks: [], payload: .empty) }

    /// Bytes that a payload for these blocks must have.
    package static func byteCount(
        of blocks: [Block], moments: Moments?, table: TensorTable, precision: Precision
    ) -> Int {
        let values = blocks.reduce(0) { $0 + $1.byteCount(in: table, precision: precision) }
        if moments == nil { return values }
        return values + 2 * Block.padded(momentCount(of: blocks, in: table) * precision.width)
    }

    /// Elements of the first moments that travel with these blocks, and of the second.
    package static func momentCount(of blocks: [Block], in table: TensorTable) -> Int {
        blocks.reduce(table.wholeCount) { sum, block in
            let tensor = table.tensors[block.tensor]
            guard tensor.isRowwise, case .rows(let count) = block.form else { return sum }
            return sum + count * tensor.columns
        }
    }
}
