internal import CLinux
internal import Glibc

/// SIGTERM, SIGINT, SIGUSR1, SIGUSR2 and SIGCHLD, to be asked for.
///
/// Handlers and a pipe, not a blocked mask and a signalfd: OpenBLAS starts threads before `main`, and a signal that
/// one of them does not block would end the process.
package struct Signals {
    package enum Event { case drain, childEnded }

    private let descriptor: Int32

    package init() {
        descriptor = ignd_open_signal_pipe()
        precondition(descriptor >= 0, "a process has a pipe")
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in [SIGTERM, SIGINT, SIGUSR1, SIGUSR2, SIGCHLD] {
            _ = ignd_take_signal(signal)
            sigaddset(&mask, signal)
        }
        // Whoever started this process may have blocked them, and a mask is inherited.
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Whether one of the pending signals asks to stop.
    package var isDrainRequested: Bool {
        while let event = next() { if event == .drain { return true } }
        return false
    }

    /// The next pending signal, or nil.
    package func next() -> Event? {
        var number: UInt8 = 0
        guard read(descriptor, &number, 1) == 1 else { return nil }
        return Int32(number) == SIGCHLD ? .childEnded : .drain
    }
}
