internal import Foundation

/// The three descriptors that a process is born with.
package enum StandardStream {
    /// Opens those that are closed on /dev/null. Otherwise the first file that is opened would get their number, and
    /// lines for people would go into a journal.
    package static func openAll() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)  // takes the lowest free number: this one
        }
    }

    /// Writes all of `text`; gives the error number, or 0.
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno != EINTR { return errno }
            rest = rest.dropFirst(max(count, 0))
        }
        return 0
    }
}
