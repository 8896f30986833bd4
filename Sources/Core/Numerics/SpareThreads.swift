#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The threads that OpenBLAS starts for all processors when it is loaded. They turn round for some 25 ms of processor time
/// each before they rest, and one thread is all that is used.
package enum SpareThreads {
    /// Ends them, if this OpenBLAS has them. They would be started again where they were needed.
    package static func end() {
        MatrixProduct.useOneThread
        guard let address = dlsym(dlopen(nil, RTLD_NOW), "blas_thread_shutdown_") else { return }
        _ = unsafeBitCast(address, to: (@convention(c) () -> Int32).self)()
    }
}
