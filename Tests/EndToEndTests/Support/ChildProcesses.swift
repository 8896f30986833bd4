import Foundation

extension Workplace {
    /// Processes that `parent` has started and that still run.
    func children(of parent: ProcessRunner) throws -> [pid_t] {
        let path = "/proc/\(parent.process)/task/\(parent.process)/children"
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    func killChild(_ process: pid_t) { kill(process, SIGKILL) }

    static func isRunning(_ process: pid_t) -> Bool { kill(process, 0) == 0 }
}
