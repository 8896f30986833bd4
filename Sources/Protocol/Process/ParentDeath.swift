internal import CLinux
internal import Glibc

/// A local worker does not outlive the server that started it.
package enum ParentDeath {
    /// Asks for SIGKILL when `parent` dies: what is in work can be pushed to nobody. Ends at once if it is dead
    /// already.
    package static func end(with parent: Int32) {
        _ = ignd_signal_on_parent_death(SIGKILL)
        if getppid() != parent { exit(69) }
    }
}
