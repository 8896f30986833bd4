internal import CLinux
internal import Glibc

/// A local worker does not outlive the server that started it.
package enum ParentDeath {
    /// Asks for SIGTERM when the parent dies; ends at once if it is dead already.
    package static func end() {
        let parent = getppid()
        _ = ignd_signal_on_parent_death(SIGTERM)
        if getppid() != parent || parent == 1 { exit(69) }
    }
}
