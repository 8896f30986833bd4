import Protocol
import Testing

@Suite struct ServiceNotifierTests {
    @Test(arguments: [false, true]) func theManagerHearsWhatIsTold(isAbstract: Bool) {
        let socket = NotificationSocket(isAbstract: isAbstract)
        let notifier = ServiceNotifier(socket: socket.name)
        notifier.tellReady()
        notifier.attend(now: 0, status: "one")
        notifier.attend(now: 500, status: "two")
        notifier.attend(now: 1_000, status: "two")
        notifier.attend(now: 9_000, status: "two")
        notifier.tellStopping()
        #expect(socket.messages() == ["READY=1", "STATUS=one", "STATUS=two", "STOPPING=1"])
    }

    @Test func theWatchdogHearsTwiceInItsTime() {
        let socket = NotificationSocket(isAbstract: true)
        let notifier = ServiceNotifier(socket: socket.name, watchdogMicroseconds: 2_000_000)
        for time in stride(from: 0, to: 10_000, by: 100) { notifier.attend(now: time, status: "s") }
        #expect(socket.messages().count { $0 == "WATCHDOG=1" } == 10)
    }

    @Test(arguments: [nil, "", "relative/path", "/" + String(repeating: "x", count: 200), "/nobody/listens"])
    func withoutAManagerNothingHappens(name: String?) {
        let notifier = ServiceNotifier(socket: name, watchdogMicroseconds: 1)
        notifier.tellReady()
        notifier.attend(now: 0, status: "s")
        notifier.tellStopping()
    }
}
