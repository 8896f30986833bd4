import ArgumentParser

/// What an acknowledged update survives.
package enum Durability: String, ExpressibleByArgument, CaseIterable {
    /// The death of the process: written before the answer.
    case process
    /// The loss of power: synced to the disk before the answer, one sync for all that is due.
    case power
    /// Nothing is promised: written when it suits.
    case none
}
