/// How well predictions fit one part of a data set. Errors are in the original unit of the target.
struct SupervisedEvaluation {
    /// Mean loss as it is trained, on the scaled targets.
    private(set) var loss = 0.0
    private var relativeError = 0.0
    private var squaredError = 0.0
    private var correct = 0.0

    /// `targetScale` is the constant by which targets were divided.
    init<S: Scalar>(
        predictions: [S], of numbers: [Int32], targets: SampleTargets<S>, loss: Loss, targetScale: Double
    ) {
        for (prediction, number) in zip(predictions, numbers) {
            let (f, y) = (Double(prediction), Double(targets.values[Int(number)]))
            self.loss += loss.value(prediction: f, target: y)
            let error = (y - f).magnitude * targetScale
            relativeError += error / max((y * targetScale).magnitude, 1e-8)
            squaredError += error * error
            if (f > 0) == (y > 0.5) { correct += 1 }
        }
        let count = Double(predictions.count)
        self.loss /= count
        relativeError /= count
        squaredError /= count
        correct /= count
    }

    func metrics(of part: SplitPart, loss kind: Loss) -> [Metric] {
        let prefix = "\(part)_"
        switch kind {
        case .squared:
            return [
                Metric(prefix + "loss", loss), Metric(prefix + "mape", relativeError),
                Metric(prefix + "rmse", squaredError.squareRoot()),
            ]
        case .logistic:
            return [Metric(prefix + "accuracy", correct), Metric(prefix + "log_loss", loss)]
        }
    }
}
