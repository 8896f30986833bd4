// What Swift's Glibc module lacks: signals through a pipe, parent-death signals, allocator settings.
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/// Asks the kernel to send `signal` to this process when its parent dies.
static inline int ignd_signal_on_parent_death(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }

/// Bytes that a TCP connection has received so far; -1 if it is none. The kernel's struct tcp_info is longer than glibc's:
/// tcpi_bytes_received stands at 128.
static inline long long ignd_bytes_received(int descriptor) {
    unsigned char info[256];
    socklen_t length = sizeof info;
    long long bytes;
    if (getsockopt(descriptor, 6 /* TCP */, 11 /* TCP_INFO */, info, &length) != 0 || length < 136) return -1;
    memcpy(&bytes, info + 128, sizeof bytes);
    return bytes;
}

extern int sync_file_range(int descriptor, long long offset, long long count, unsigned flags);

/// Has the kernel begin to write these bytes of a file to its disk; waits for nothing.
static inline void ignd_start_writeback(int descriptor, long long offset, long long count) {
    sync_file_range(descriptor, offset, count, 2 /* SYNC_FILE_RANGE_WRITE */);
}

/// The pipe that signals are told through: one byte each, its number.
static int ignd_signal_pipe[2] = {-1, -1};

static void ignd_tell_signal(int signal) {
    const int kept = errno;
    const unsigned char byte = (unsigned char)signal;
    if (write(ignd_signal_pipe[1], &byte, 1) < 0) {}  // full: enough has been told
    errno = kept;
}

/// The reading end of the pipe, which never blocks; -1 if there can be none.
static inline int ignd_open_signal_pipe(void) {
    if (pipe(ignd_signal_pipe) != 0) return -1;
    for (int end = 0; end < 2; end++) {
        fcntl(ignd_signal_pipe[end], F_SETFD, FD_CLOEXEC);
        fcntl(ignd_signal_pipe[end], F_SETFL, O_NONBLOCK);
    }
    return ignd_signal_pipe[0];
}

/// From now on `signal`, on whichever thread it arrives, is told through the pipe.
static inline int ignd_take_signal(int signal) {
    struct sigaction action = {0};
    action.sa_handler = ignd_tell_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    return sigaction(signal, &action, NULL);
}
