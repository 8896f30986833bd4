/// The part of an update that belongs to one tensor, and the form in which it travels.
///
/// For one sample the block of a dense layer is exactly δ·xᵀ (rank one); of an embedding, a few rows; of a
/// convolution, dense. A block carries no values itself: they lie in the update's payload, block after block.
package struct Block: Sendable, Equatable {
    package enum Form: Sendable, Equatable {
        /// Σ_r left[r]·right[r]ᵀ: left [rank, rows] then right [rank, columns].
        case factors(rank: Int)
        /// Some rows: `count` row numbers (UInt32), then values [count, columns].
        case rows(count: Int)
        /// Every element.
        case dense
    }

    /// Position in the trial's tensor table.
    package var tensor: Int
    package var form: Form

    package init(tensor: Int, form: Form) {
        self.tensor = tensor
        self.form = form
    }

    /// Bytes of this block's values; each part is padded to 8 bytes, so every part is aligned.
    package func byteCount(in table: TensorTable, precision: Precision) -> Int {
        let tensor = table.tensors[tensor]
        let width = precision.width
        switch form {
        case .factors(let rank):
            return Block.padded(rank * tensor.rows * width) + Block.padded(rank * tensor.columns * width)
        case .rows(let count):
            return Block.padded(count * 4) + Block.padded(count * tensor.columns * width)
        case .dense:
            return Block.padded(tensor.count * width)
        }
    }

    package static func padded(_ byteCount: Int) -> Int { (byteCount + 7) & ~7 }

    /// The smaller form of a sum of `rank` outer products. It depends on shapes only, so it is the same
    /// everywhere.
    package static func form(ofRank rank: Int, rows: Int, columns: Int) -> Form {
        rank * (rows + columns) < rows * columns ? .factors(rank: rank) : .dense
    }
}
