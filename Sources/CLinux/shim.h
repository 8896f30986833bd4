// What Swift's Glibc module lacks: signal descriptors, parent-death signals, allocator settings.
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/uio.h>

/// Asks the kernel to send `signal` to this process when its parent dies.
static inline int ignd_signal_on_parent_death(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }
