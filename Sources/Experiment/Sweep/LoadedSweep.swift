/// A sweep file after loading: the sweep, the data sets that it names, and what the user should be told.
package struct LoadedSweep {
    package var sweep: Sweep
    package var datasets: [PreparedDataset]
    package var warnings: [InputWarning]
}
