/// The shape of a two-dimensional convolution with square windows: a picture [inputChannels, height, width] becomes
/// [outputChannels, outputHeight, outputWidth].
package struct Convolution: Sendable, Equatable {
    package var inputChannels: Int
    package var height: Int
    package var width: Int
    package var outputChannels: Int
    /// Edge of a window.
    package var kernel: Int
    package var stride: Int
    /// Zeros around the picture, fewer than `kernel`.
    package var padding: Int

    package init(
        inputChannels: Int, height: Int, width: Int, outputChannels: Int, kernel: Int, stride: Int = 1,
        padding: Int = 0
    ) {
        self.inputChannels = inputChannels
        self.height = height
        self.width = width
        self.outputChannels = outputChannels
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
    }

    package var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
    package var outputWidth: Int { (width + 2 * padding - kernel) / stride + 1 }
    package var inputs: Int { inputChannels * height * width }
    package var outputs: Int { outputChannels * outputHeight * outputWidth }
    /// Weights of one output channel: [inputChannels, kernel, kernel].
    package var windowSize: Int { inputChannels * kernel * kernel }
    /// Columns of the tensor [outputChannels, windowSize + 1], the bias last.
    package var columns: Int { windowSize + 1 }

    package var isValid: Bool {
        inputChannels > 0 && outputChannels > 0 && kernel > 0 && stride > 0 && padding >= 0
            && padding < kernel
            && height + 2 * padding >= kernel && width + 2 * padding >= kernel
    }
}
