import Foundation

extension Workplace {
    /// Processes that `parent` has started and that still run.
    func children(of parent: ProcessRunner) throws -> [pid_t] {
        let path = "/proc/\(parent.process)/task/\(parent.process)/children"
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    func killChild(_ process: pid_t) { kill(process, SIGKILL) }

    /// Whether it exists and is no zombie, which its adoptive parent may leave unburied.
    static func isRunning(_ process: pid_t) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
        let state = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ")
            .first
        return state != "Z"
    }
}
