import Protocol
import Testing

/// Who may come in: the allow-list as text, and the decision.
@Suite struct AllowListTests {
    private static let first = PublicKey(bytes: Array(0..<32))!
    private static let second = PublicKey(bytes: Array(100..<132))!

    @Test func whatIsWrittenIsRead() {
        var list = AllowList()
        let problem1 = list.add("gpu-a", AllowListTests.first)
        #expect(problem1 == nil)
        let problem2 = list.add("node_2.x", AllowListTests.second)
        #expect(problem2 == nil)
        var faults: [AllowList.Fault] = []
        let read = AllowList(text: list.text, faults: &faults)
        #expect(read == list && faults.isEmpty)
        #expect(read.name(of: AllowListTests.second) == "node_2.x")
    }

    @Test func badLinesAreNamedAndLetNobodyIn() {
        let text = """
            # people's line

            good \(AllowListTests.first)
            short abc
            alone
            bad/name \(AllowListTests.second)
            good \(AllowListTests.second)
            twice \(AllowListTests.first)
            server \(AllowListTests.second)
            three words here
            """
        var faults: [AllowList.Fault] = []
        let list = AllowList(text: text, faults: &faults)
        #expect(list.entries.map(\.name) == ["good"])
        #expect(faults.map(\.line) == [4, 5, 6, 7, 8, 9, 10])
        #expect(faults[0].message == "a public key is 64 hexadecimal digits")
        #expect(faults[1].message == "expected NAME KEY, found 1 words")
        #expect(faults[3].message == "the name good is there already")
        #expect(faults[4].message == "this key is there already, as good")
        #expect(list.name(of: AllowListTests.second) == nil)
    }

    @Test func onlyAKnownKeyIsLetIn() {
        var list = AllowList()
        let problem3 = list.add("a", AllowListTests.first)
        #expect(problem3 == nil)
        func decide(_ mechanism: String, _ key: PublicKey?) -> Admission {
            list.decide(AdmissionRequest(address: "10.0.0.1", mechanism: mechanism, key: key))
        }
        #expect(decide("CURVE", AllowListTests.first) == .admitted("a", AllowListTests.first))
        #expect(decide("CURVE", AllowListTests.second) == .refused(.unknownKey(AllowListTests.second)))
        #expect(decide("CURVE", nil) == .refused(.mechanism("CURVE without a key")))
        #expect(decide("NULL", nil) == .refused(.mechanism("NULL")))
        #expect(decide("PLAIN", AllowListTests.first) == .refused(.mechanism("PLAIN")))
        let wasThere = list.remove("a")
        let isThere = list.remove("a")
        #expect(wasThere && !isThere)
        #expect(decide("CURVE", AllowListTests.first) == .refused(.unknownKey(AllowListTests.first)))
    }

    @Test func aRequestIsReadAsTheSpecificationOfZAPHasIt() {
        let key = AllowListTests.first
        let frames: [[UInt8]] =
            ["1.0", "17", "ignd", "10.0.0.1", ""].map { Array($0.utf8) } + [Array("CURVE".utf8), key.bytes]
        #expect(
            AdmissionRequest(frames: frames)
                == AdmissionRequest(id: Array("17".utf8), address: "10.0.0.1", mechanism: "CURVE", key: key))
        #expect(AdmissionRequest(frames: Array(frames.dropLast()))?.key == nil)
        #expect(AdmissionRequest(frames: Array(frames.dropLast(2))) == nil)
        #expect(AdmissionRequest(frames: [Array("2.0".utf8)] + frames.dropFirst()) == nil)
        #expect(AdmissionRequest(frames: []) == nil)
    }
}
