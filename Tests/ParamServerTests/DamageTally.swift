import Foundation
import Testing

/// Damages of one kind and those after which something else came than what is promised. For those who count, a line of JSON
/// goes to the file that IGND_DAMAGE_REPORT names.
struct DamageTally: Encodable {
    let damage: String
    private(set) var count = 0
    private(set) var wrong: [String] = []

    init(_ damage: String) { self.damage = damage }

    mutating func note(_ holds: Bool, _ place: @autoclosure () -> String = "") {
        count += 1
        if !holds { wrong.append(place()) }
    }

    func finish() {
        #expect(wrong.isEmpty)
        guard let path = ProcessInfo.processInfo.environment["IGND_DAMAGE_REPORT"] else { return }
        guard let line = try? JSONEncoder().encode(self) else { preconditionFailure("texts can be encoded") }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        defer { close(descriptor) }
        let bytes = Array(line) + Array("\n".utf8)
        precondition(write(descriptor, bytes, bytes.count) == bytes.count, "the report can be written")
    }
}
