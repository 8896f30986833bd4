/// The memory of a chunk's push: for each layer either room for its samples' factors or the dense block.
///
/// Which of the two depends on shapes alone (`Block.form(ofRank:rows:columns:)`).
struct NetworkUpdateWriter<S: Scalar> {
    enum Target {
        case factors(FactorTarget<S>)
        case dense(UnsafeMutablePointer<S>)
    }

    let targets: [Target]
    private let writer: UpdateWriter<S>

    /// Memory, zero at first, for a sum of `rank` outer products a layer.
    init(_ network: DenseStack, rank: Int) {
        let forms = network.layers.map { Block.form(ofRank: rank, rows: $0.outputs, columns: $0.columns) }
        let blocks = forms.enumerated().map { Block(tensor: $0.offset, form: $0.element) }
        var writer = UpdateWriter<S>(table: network.table, blocks: blocks)
        targets = zip(forms, network.layers).map { form, layer in
            guard case .factors = form else {
                return .dense(writer.part(layer.outputs * layer.columns).baseAddress!)
            }
            let left = writer.part(rank * layer.outputs).baseAddress!
            return .factors(FactorTarget(left: left, right: writer.part(rank * layer.columns).baseAddress!))
        }
        self.writer = writer
    }

    var factorTargets: [FactorTarget<S>?] {
        targets.map { target in
            guard case .factors(let target) = target else { return nil }
            return target
        }
    }

    func finish() -> Update { writer.finish() }
}
