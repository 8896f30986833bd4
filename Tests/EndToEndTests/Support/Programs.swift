import Foundation

/// The two programs of the build that these tests belong to.
enum Programs {
    static let server = directory + "/ignd-ps"
    static let worker = directory + "/ignd-worker"

    /// The build directory: the test bundle lies in it, and its path is among the runner's arguments; else the
    /// programs lie beside the runner itself.
    private static let directory: String = {
        let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let candidates = CommandLine.arguments.filter { $0.contains(".xctest") } + [runner]
        let directories = candidates.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
        let found = directories.first { FileManager.default.isExecutableFile(atPath: $0 + "/ignd-ps") }
        precondition(found != nil, "ignd-ps is not beside the test bundle: \(candidates)")
        return found!
    }()
}
