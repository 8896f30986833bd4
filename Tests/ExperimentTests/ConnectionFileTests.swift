import Experiment
import Protocol
import Testing

@Suite struct ConnectionFileTests {
    private func address(_ text: String) throws -> ServerAddress {
        let directory = try TemporaryDirectory()
        return try ConnectionFile.address(at: try directory.save(text, to: "connection.json"))
    }

    @Test func theHostStandsInForAllAddresses() throws {
        let found = try address(#"{"endpoint":"tcp://0.0.0.0:5555","host":"node-7.local"}"#)
        #expect("\(found)" == "tcp://node-7.local:5555")
    }

    @Test(arguments: ["a b", "x@y", "", "h:1/"]) func aHostThatIsNoneIsRefused(host: String) throws {
        let error = #expect(throws: InputError.self) {
            try address("{\"endpoint\":\"tcp://0.0.0.0:5555\",\"host\":\"\(host)\"}")
        }
        #expect(error?.exitCode == 65)
    }
}
