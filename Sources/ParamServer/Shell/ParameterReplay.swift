import Core
import Experiment

/// Final parameters of trials out of a journal: where they were not kept. Those that it no longer tells of are missing.
enum ParameterReplay {
    static func parameters(of trials: Set<Int>, sweep: Sweep, directory: RunDirectory) throws -> [Int:
        Payload]
    {
        var replay = try JournalReplay(sweep: sweep, directory: directory)
        var parameters: [Int: Payload] = [:]
        try replay.run(ended: { trial, state, _ in
            guard trials.contains(trial) else { return }
            parameters[trial] = Payload(owner: state, bytes: state.parameterBytes)
        })
        return parameters
    }
}
