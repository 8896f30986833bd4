extension TrialSpecification {
    /// f of every sample of a data set whose `split` is all training, by the model of a supervised trial.
    ///
    /// `parameters` are its flat parameters in the trial's precision.
    ///
    /// - Throws: `DatasetFault` if the data is not of the model's input; `Network.Fault`.
    package func predictions(of dataset: Dataset, parameters: Payload) throws -> [Double] {
        switch precision {
        case .float32: return try predictions(of: dataset, parameters, Float.self).map(Double.init)
        case .float64: return try predictions(of: dataset, parameters, Double.self)
        }
    }

    private func predictions<S: Scalar>(of dataset: Dataset, _ parameters: Payload, _ type: S.Type) throws
        -> [S]
    {
        guard case .supervised(let task) = task else {
            preconditionFailure("only models of supervised tasks predict")
        }
        let network = try Network(input: task.input, layers: task.layers)
        let model = try SupervisedModel<S>.open(
            network, objective: Objective(loss: loss, normalizer: normalizer), rule: rule, dataset: dataset)
        let numbers = model.targets.numbers(of: .training)
        let values = parameters.values(of: S.self, at: 0, count: network.table.totalCount)
        return stride(from: 0, to: numbers.count, by: model.block).flatMap { start in
            let block = Array(numbers[start..<min(start + model.block, numbers.count)])
            return model.predictions(block, parameters: values)
        }
    }
}
