import Experiment
import Foundation

extension Workplace {
    /// The files of models/ of a run, by name.
    func models(of run: String) throws -> [String: Data] {
        let directory = file(run) + "/models"
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        return try names.reduce(into: [:]) { models, name in
            models[name] = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
        }
    }

    /// Runs a sweep in one process.
    func runSerially(_ sweep: String, run: String) async throws {
        let (status, _, errors) = try await self.run(
            [Programs.worker, "--serial", file(sweep), "--run", file(run)])
        guard status == .code(0) else { throw Unexpected("serial ended with \(status): \(errors)") }
    }

    func predict(
        _ model: String, _ table: String, options: [String] = []
    ) async throws -> (status: ExitStatus, output: String, errors: String) {
        try await run([Programs.server, "predict", "--model", file(model), "--data", file(table)] + options)
    }
}
