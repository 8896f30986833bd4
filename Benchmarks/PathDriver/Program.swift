import Experiment
import Glibc
import Protocol

/// A worker without computing: leases chunks and pushes ready-made updates, to measure what the path alone can do.
///
///     path-driver tcp://HOST:PORT SESSIONS dense|factors [UPDATES]
///
/// All sessions share one connection, so there are as many updates in flight. Prints one line of JSON at the sweep's end, in
/// which the first UPDATES are not counted.
@main
enum Program {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard (3...4).contains(arguments.count), let address = ServerAddress(arguments[0]),
            let count = Int(arguments[1]),
            let form = UpdateForm(rawValue: arguments[2]), let leftOut = Int((arguments + ["0"])[3])
        else {
            print("usage: path-driver tcp://HOST:PORT SESSIONS dense|factors [UPDATES]")
            exit(64)
        }
        Memory.keepLargeBlocks()
        do {
            var driver = try Driver(
                endpoint: address.endpoint, sessions: count, form: form, leavingOut: leftOut)
            try driver.run()
            print(driver.tally.json)
        } catch {
            Note.write("path-driver: \(error)")
            exit(1)
        }
    }
}
