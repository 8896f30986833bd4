import Core
internal import Dispatch

/// Applies what waits for several trials at a time, each trial's updates on one thread in their order.
package struct ApplyingThreads {
    package let count: Int

    package init(count: Int) { self.count = count }

    /// Without `all` only what should not wait for a pause.
    package func settle(_ server: inout ParameterServer, all: Bool = true) {
        let behind = Slots(server.takeUnsettled(all: all))
        let threads = min(count, behind.trials.count)
        if threads < 2 { return behind.trials.forEach { $0.settle() } }
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for index in stride(from: thread, to: behind.trials.count, by: threads) {
                behind.trials[index].settle()
            }
        }
    }

    /// Safe to share: no two threads touch the same trial.
    private struct Slots: @unchecked Sendable {
        let trials: [TrialProgress]

        init(_ trials: [TrialProgress]) { self.trials = trials }
    }
}
