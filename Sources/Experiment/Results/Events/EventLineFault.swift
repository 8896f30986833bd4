/// What is wrong with a line of events.jsonl, in words.
package struct EventLineFault: Error, Equatable {
    package var reason: String

    init(reason: String) { self.reason = reason }

    init(_ error: any Error) {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            reason = "not an event: '\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            reason = "not an event: '\(EventLineFault.path(context))' has the wrong type"
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
            reason = "not a line of JSON"
        case DecodingError.dataCorrupted(let context):
            reason = "not an event: '\(EventLineFault.path(context))': \(context.debugDescription)"
        default:
            reason = "not an event: \(error)"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
