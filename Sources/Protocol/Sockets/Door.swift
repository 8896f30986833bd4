/// What a server hears besides messages: who comes, who goes, and who asks to be let in.
package struct Door {
    package let events: SocketMonitor
    package let admissions: AdmissionSocket

    package init(events: SocketMonitor, admissions: AdmissionSocket) {
        self.events = events
        self.admissions = admissions
    }

    var pointers: [UnsafeMutableRawPointer] { [events.pointer, admissions.pointer] }
}
