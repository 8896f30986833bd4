import Core
import Protocol
import Worker

/// One incarnation of a worker: the real workplace, with its trainers.
struct SimulatedWorker {
    let slot: Int
    let workplace: Workplace
    /// It does and hears nothing until then.
    var frozenUntil = 0
    /// A result is on the agenda.
    var isBusy = false
    var wasAskedToDrain = false

    init(slot: Int, id: SessionID, leases: Int) {
        self.slot = slot
        var configuration = WorkerSession.Configuration(name: "worker-\(slot)")
        configuration.leases = leases
        workplace = Workplace(
            session: WorkerSession(id: id, configuration: configuration),
            cache: DatasetCache(directory: "/nonexistent"))
    }

    var id: SessionID { workplace.session.id }
}
