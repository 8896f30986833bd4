import Core
import Experiment
import Testing

@Suite struct EventTests {
    @Test func aLineHasTheDocumentedForm() {
        let event = Event(
            sequence: 12, time: EventTime(milliseconds: 1_769_862_896_789), kind: .finished, trial: 3,
            phase: 8,
            version: 16_000, metrics: [Metric("val_error", 1e-7), Metric("test_error", .nan)],
            outcome: .converged,
            hash: "00ff", worker: "host/1")
        let line = """
            {"event":"finished","hash":"00ff","metrics":{"test_error":"nan","val_error":1e-07},\
            "outcome":"converged","phase":8,"sequence":12,"time":"2026-01-31T12:34:56.789Z","trial":3,\
            "version":16000,"worker":"host/1"}

            """
        #expect(String(decoding: event.line, as: UTF8.self) == line)
    }

    @Test(
        arguments: [
            .nan, .infinity, -.infinity, 0.1, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0, 3,
        ] as [Double])
    func everyNumberSurvives(value: Double) throws {
        let event = milestone(1, phase: 2, [Metric("m", value)], sequence: .max)
        let read = try Event(line: event.line.dropLast())
        #expect(read.sequence == .max)
        let back = try #require(read.value(of: "m"))
        #expect(back.isNaN ? value.isNaN : back == value && back.sign == value.sign)
    }

    @Test func namesWithQuotesAndNewlinesStayOnOneLine() throws {
        let event = milestone(0, phase: 1, [Metric("a \"b\"\nc/ü", 1)])
        #expect(event.line.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(try Event(line: event.line.dropLast()) == event)
    }

    @Test(arguments: [0, 1, 999, 1_000, -1, 1_769_862_896_001, 1_769_862_896_999] as [Int64])
    func timesKeepTheirMilliseconds(milliseconds: Int64) {
        let time = EventTime(milliseconds: milliseconds)
        #expect(EventTime(time.description) == time)
    }

    @Test(arguments: [
        "2026-01-31T12:34:56Z", "2026-01-31T12:34:56.7890Z", "2026-13-31T12:34:56.789Z", "", "now",
    ])
    func otherFormsOfTimeAreRefused(text: String) {
        #expect(EventTime(text) == nil)
    }
}
