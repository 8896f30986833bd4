import Experiment
import Glibc
import Protocol

/// A worker without computing: leases chunks and pushes ready-made updates, to measure what the path alone can do.
///
///     path-driver tcp://HOST:PORT SESSIONS dense|factors
///
/// All sessions share one connection, so there are as many updates in flight. Prints one line of JSON at the sweep's end.
@main
enum Program {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 3, let address = ServerAddress(arguments[0]), let count = Int(arguments[1]),
            let form = UpdateForm(rawValue: arguments[2])
        else {
            print("usage: path-driver tcp://HOST:PORT SESSIONS dense|factors")
            exit(64)
        }
        Memory.keepLargeBlocks()
        do {
            var driver = try Driver(endpoint: address.endpoint, sessions: count, form: form)
            try driver.run()
            print(driver.tally.json)
        } catch {
            Note.write("path-driver: \(error)")
            exit(1)
        }
    }
}
