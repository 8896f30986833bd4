/// The work of one chunk on some samples, from its base parameters to its push.
package protocol SupervisedChunk: AnyObject {
    /// Works on for about `samples` samples; true when done.
    func advance(samples: Int) -> Bool
    func finish() -> ChunkResult
}
