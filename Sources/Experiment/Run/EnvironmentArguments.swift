internal import Foundation

/// Every flag has a twin in the environment: `--local-workers 2` is also `IGND_LOCAL_WORKERS=2`. What is on the
/// command line wins.
package enum EnvironmentArguments {
    /// The arguments with those of `options` added that stand only in the environment.
    package static func extend(
        _ arguments: [String], options: [String], flags: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        var extended = arguments
        for option in options where !isGiven(option, arguments) {
            if let value = environment[variable(option)], !value.isEmpty { extended += [option, value] }
        }
        for flag in flags where !isGiven(flag, arguments) {
            if let value = environment[variable(flag)], ["1", "true", "yes"].contains(value) {
                extended.append(flag)
            }
        }
        return extended
    }

    private static func isGiven(_ option: String, _ arguments: [String]) -> Bool {
        arguments.contains { $0 == option || $0.hasPrefix(option + "=") }
    }

    private static func variable(_ option: String) -> String {
        "IGND_" + option.dropFirst(2).uppercased().replacingOccurrences(of: "-", with: "_")
    }
}
