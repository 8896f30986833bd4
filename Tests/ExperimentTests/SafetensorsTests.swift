import Core
import Experiment
import Testing

@Suite struct SafetensorsTests {
    private var tensors: [String: Dataset.Tensor] {
        [
            "a": Dataset.Tensor(type: .uint8, shape: [3], payload: Payload(copying: [1, 2, 3])),
            "b": Dataset.Tensor(type: .float32, shape: [1, 2], payload: floats([0.5, -2])),
            "c": Dataset.Tensor(
                type: .float64, shape: [], payload: Payload(copying: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])),
            "empty": Dataset.Tensor(type: .int64, shape: [0, 4], payload: .empty),
        ]
    }

    private func floats(_ values: [Float]) -> Payload {
        Payload(
            copying: values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> ($0 * 8) & 255) } })
    }

    /// A copy; the payload must outlive it being made.
    private func file(_ header: String, values: Int = 0) -> Payload {
        let length = (0..<8).map { UInt8(header.utf8.count >> ($0 * 8) & 255) }
        return Payload(copying: length + Array(header.utf8) + Array(repeating: 0, count: values))
    }

    private func problem(_ bytes: Payload) -> String {
        do {
            _ = try Safetensors(bytes, file: "f")
            return "no problem"
        } catch {
            #expect((error as? InputError)?.exitCode == 65)
            return "\(error)"
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let file = try Safetensors(Safetensors.encode(tensors, metadata: ["key": "a \"b\" é"]), file: "f")
        #expect(file.metadata == ["key": "a \"b\" é"])
        #expect(Set(file.tensors.keys) == ["a", "b", "c", "empty"])
        for (name, tensor) in tensors {
            let found = try #require(file.tensors[name])
            #expect(found.type == tensor.type && found.shape == tensor.shape)
            #expect(found.payload.elements(of: UInt8.self) == tensor.payload.elements(of: UInt8.self))
        }
    }

    @Test func tensorsAreAlignedAndNotCopied() throws {
        let bytes = Safetensors.encode(tensors)
        for tensor in try Safetensors(bytes, file: "f").tensors.values where tensor.payload.count > 0 {
            let address = UInt(bitPattern: tensor.payload.bytes.baseAddress)
            #expect(address % UInt(tensor.type.width) == 0)
            let start = UInt(bitPattern: bytes.bytes.baseAddress)
            #expect(address > start && address < start + UInt(bytes.count))
        }
    }

    @Test func everyTruncationIsRefused() {
        let whole = array(Safetensors.encode(tensors))
        for length in 0..<whole.count {
            #expect(problem(Payload(copying: whole[..<length])) != "no problem", "cut at \(length)")
        }
        #expect(problem(Payload(copying: whole + [0])).contains("too long"))
    }

    @Test(arguments: [
        (
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#,
            "overlaps"
        ),
        (
            #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}"#,
            "leaves a hole"
        ),
        (#"{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,6]}}"#, "do not fit its shape"),
        (#"{"a":{"dtype":"U8","shape":[-6],"data_offsets":[0,6]}}"#, "do not fit its shape"),
        (
            #"{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
            "do not fit its shape"
        ),
        (#"{"a":{"dtype":"U8","shape":[6],"data_offsets":[-6,0]}}"#, "do not fit its shape"),
        (#"{"a":{"dtype":"U8","shape":[7],"data_offsets":[0,7]}}"#, "cut off"),
        (#"{"a":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]}}"#, "BF16"),
        (#"{"a":{"dtype":"U8","shape":[6]}}"#, "needs dtype"),
        (#"{"a":[1]}"#, "needs dtype"),
        (#"{"__metadata__":{"k":1},"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]}}"#, "metadata"),
        ("[1]", "not an object"),
        ("{", "not JSON"),
    ])
    func aWrongHeaderIsRefused(_ header: String, _ part: String) {
        #expect(problem(file(header, values: 6)).contains(part))
    }

    @Test func randomBytesNeverCrash() {
        let whole = array(Safetensors.encode(tensors))
        var random = RandomStream(seed: 1, purpose: .test)
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0...random.integer(below: 4) {
                bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
            }
            _ = problem(Payload(copying: bytes))
        }
    }

    @Test func aDataSetMustHaveItsTensors() {
        do {
            _ = try DatasetFile.open(Safetensors.encode(tensors))
            Issue.record("opened")
        } catch {
            #expect("\(error)" == "data set: has no tensor \"X\"")
        }
    }

    static var python: String? { output(of: "python3", ["-c", "import numpy, safetensors.numpy; print(1)"]) }

    @Test(.enabled(if: SafetensorsTests.python != nil, "the Python packages are not installed"))
    func theReferenceReaderReadsIt() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.save(
            array(Safetensors.encode(tensors, metadata: ["k": "v"])), to: "f")
        let program = """
            import sys, safetensors.numpy as s
            t = s.load_file(sys.argv[1])
            print(sorted((k, str(v.dtype), v.shape, v.tolist()) for k, v in t.items()))
            """
        #expect(
            output(of: "python3", ["-c", program, path])
                == "[('a', 'uint8', (3,), [1, 2, 3]), ('b', 'float32', (1, 2), [[0.5, -2.0]]), "
                + "('c', 'float64', (), 1.0), ('empty', 'int64', (0, 4), [])]\n")
    }
}
