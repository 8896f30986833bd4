internal import CLinux
internal import Glibc

/// SIGTERM, SIGINT, SIGUSR1 and SIGCHLD as a readable descriptor. Made before any thread starts, since threads
/// inherit the blocked mask.
package struct Signals {
    package enum Event { case drain, childEnded }

    package let descriptor: Int32

    package init() {
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in [SIGTERM, SIGINT, SIGUSR1, SIGCHLD] { sigaddset(&mask, signal) }
        sigprocmask(SIG_BLOCK, &mask, nil)
        signal(SIGPIPE, SIG_IGN)
        descriptor = signalfd(-1, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    }

    /// Whether one of the pending signals asks to stop.
    package var isDrainRequested: Bool {
        while let event = next() { if event == .drain { return true } }
        return false
    }

    /// The next pending signal, or nil.
    package func next() -> Event? {
        var information = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard read(descriptor, &information, size) == size else { return nil }
        return information.ssi_signo == UInt32(SIGCHLD) ? .childEnded : .drain
    }
}
