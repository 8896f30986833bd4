/// A sweep file after loading: the sweep, the data sets that it names, and what the user should be told.
package struct LoadedSweep {
    package var sweep: Sweep
    package var datasets: [PreparedDataset]
    package var warnings: [InputWarning]
    /// Indices of the trials whose number of samples a chunk is still to be chosen: `chunk: {samples: auto}`. Until then
    /// it is 1, and the sweep cannot be run.
    package var openChunks: Set<Int>
}
