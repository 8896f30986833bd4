/// Who may take part: names and public keys.
///
/// As text one line each, `NAME KEY`; empty lines and lines that begin with `#` are for people.
package struct AllowList: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let key: PublicKey
    }

    /// A line that allows nobody.
    package struct Fault: Error, Sendable, Equatable {
        package let line: Int
        package let message: String
    }

    package private(set) var entries: [Entry] = []
    private var names: [PublicKey: String] = [:]

    package init() {}

    /// The lines that are right; each of the others is a fault. So a slip in one line neither locks all others out nor
    /// keeps a revoked key alive.
    package init(text: String, faults: inout [Fault]) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            do throws(Fault) {
                try add(fields, line: index + 1)
            } catch {
                faults.append(error)
            }
        }
    }

    private mutating func add(_ fields: [Substring], line: Int) throws(Fault) {
        guard fields.count == 2 else {
            throw Fault(line: line, message: "expected NAME KEY, found \(fields.count) words")
        }
        guard let key = PublicKey(hexadecimal: fields[1]) else {
            throw Fault(line: line, message: "a public key is 64 hexadecimal digits")
        }
        if let problem = add(String(fields[0]), key) { throw Fault(line: line, message: problem) }
    }

    /// Adds a worker; says what is wrong if that cannot be.
    package mutating func add(_ name: String, _ key: PublicKey) -> String? {
        guard AllowList.isName(name) else {
            return
                "\"\(name)\" is no name: 1 to 64 letters, digits, dots, hyphens and underscores, not \"server\""
        }
        if entries.contains(where: { $0.name == name }) { return "the name \(name) is there already" }
        if let other = names[key] { return "this key is there already, as \(other)" }
        entries.append(Entry(name: name, key: key))
        names[key] = name
        return nil
    }

    /// Removes a worker; false if there is none of this name.
    package mutating func remove(_ name: String) -> Bool {
        guard let index = entries.firstIndex(where: { $0.name == name }) else { return false }
        names[entries[index].key] = nil
        entries.remove(at: index)
        return true
    }

    /// Names become file names and stand in logs.
    package static func isName(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                return true
            default: return false
            }
        }
        return isPlain && (1...64).contains(text.utf8.count) && !text.hasPrefix(".") && text != "server"
    }

    package func name(of key: PublicKey) -> String? { names[key] }

    package var text: String {
        "# Workers that may take part: NAME KEY. A running server takes changes up by itself.\n"
            + entries.map { "\($0.name) \($0.key)\n" }.joined()
    }

    /// Whether a peer may connect.
    package func decide(_ request: AdmissionRequest) -> Admission {
        guard request.mechanism == "CURVE" else { return .refused(.mechanism(request.mechanism)) }
        guard let key = request.key else { return .refused(.mechanism("CURVE without a key")) }
        guard let name = names[key] else { return .refused(.unknownKey(key)) }
        return .admitted(name, key)
    }
}
