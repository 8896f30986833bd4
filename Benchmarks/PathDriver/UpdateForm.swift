import Core

/// The form of the updates that are pushed.
enum UpdateForm: String {
    case dense
    /// Rank one a layer where that is smaller.
    case factors

    /// An update of small values for every trainable tensor.
    func update(of plan: TrialPlan) -> Update {
        let blocks = plan.table.trainableTensors.map { index in
            let tensor = plan.table.tensors[index]
            switch self {
            case .dense: return Block(tensor: index, form: .dense)
            case .factors:
                return Block(
                    tensor: index, form: Block.form(ofRank: 1, rows: tensor.rows, columns: tensor.columns))
            }
        }
        let count = Update.byteCount(of: blocks, moments: nil, table: plan.table, precision: plan.precision)
        let payload = Payload(count: count) { bytes in
            let values = bytes.bindMemory(to: Float.self)
            for index in values.indices { values[index] = Float(index % 64) * 1e-9 }
        }
        return Update(blocks: blocks, payload: payload)
    }
}
