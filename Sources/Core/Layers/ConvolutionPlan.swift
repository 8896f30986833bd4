/// How the windows of a convolution are found. Calls come in the order of the functions.
protocol ConvolutionPlan<S>: AnyObject {
    associatedtype S: Scalar
    func forward(_ picture: UnsafePointer<S>, weights: UnsafePointer<S>) -> UnsafePointer<S>
    func takeDelta(_ delta: UnsafePointer<S>)
    /// Writes ∂f/∂weights into [outputChannels, windowSize + 1], leaving the biases' column alone.
    func writeGradient(_ target: UnsafeMutablePointer<S>)
    func inputDelta(weights: UnsafePointer<S>) -> UnsafeMutablePointer<S>
}
