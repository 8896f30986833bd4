internal import CLinux
internal import Glibc

/// A local worker does not outlive the server that started it.
package enum ParentDeath {
    /// Asks to be killed when the process `parent` dies; ends at once if it is dead already. Killed, since
    /// nobody takes the work in hand any more.
    package static func end(with parent: Int32) {
        _ = ignd_signal_on_parent_death(SIGKILL)
        if getppid() != parent { exit(69) }
    }
}
