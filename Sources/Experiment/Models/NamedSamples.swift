package import Core

/// Samples that a model has not seen, in the form of a prepared data set of training rows.
package struct NamedSamples {
    package let dataset: Dataset
    /// The files' names, if each sample is a file of a folder.
    package let names: [String]?
}
