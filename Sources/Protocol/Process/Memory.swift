internal import CLinux

/// Settings of the allocator.
package enum Memory {
    /// Keeps large blocks with the process: libzmq allocates one a message, and returning each to the kernel costs
    /// more than sending it.
    package static func keepLargeBlocks() {
        mallopt(M_MMAP_THRESHOLD, 1 << 30)
        mallopt(M_TRIM_THRESHOLD, 1 << 30)
    }
}
