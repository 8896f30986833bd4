import Core
import Experiment

/// Final parameters of trials out of a journal, replayed from its first record: where they were not kept.
enum ParameterReplay {
    static func parameters(of trials: Set<Int>, sweep: Sweep, journal: String) throws -> [Int: Payload] {
        var server = ParameterServer(
            configuration: ParameterServer.Configuration(run: sweep.identity, leaseMilliseconds: 0),
            trials: Trial.trials(of: sweep))
        var parameters: [Int: Payload] = [:]
        try Recovery.replay(
            journal: journal, snapshots: nil, into: &server, publish: { _ in },
            store: { trial, state, _ in
                guard trials.contains(trial) else { return }
                parameters[trial] = Payload(owner: state, bytes: state.parameterBytes)
            })
        return parameters
    }
}
