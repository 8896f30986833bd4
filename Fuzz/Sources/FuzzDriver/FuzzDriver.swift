internal import Foundation

/// Runs one target of a fuzzer: `NAME TARGET [options of libFuzzer] [folders]`, or `NAME seeds TARGET FOLDER`.
package enum FuzzDriver {
    nonisolated(unsafe) private static var target: FuzzTarget?

    private static let variable = "IGND_FUZZ_TARGET"

    package static func main(_ targets: [FuzzTarget]) -> CInt {
        _ = Report.descriptor
        let arguments = CommandLine.arguments
        let names = targets.map(\.name).joined(separator: " ")
        if arguments.count == 2, arguments[1] == "list" {
            print(names)
            return 0
        }
        // libFuzzer starts the program anew, with its own options alone, to merge corpora.
        if let name = ProcessInfo.processInfo.environment[variable],
            let found = targets.first(where: { $0.name == name })
        {
            target = found
            return run(arguments)
        }
        let isMakingSeeds = arguments.count == 4 && arguments[1] == "seeds"
        let name = arguments.dropFirst(isMakingSeeds ? 2 : 1).first ?? ""
        guard let target = targets.first(where: { $0.name == name }) else {
            Report.write(
                "usage: \(arguments[0]) TARGET [options], or seeds TARGET FOLDER; targets: \(names)\n")
            return 64
        }
        self.target = target
        setenv(variable, name, 1)
        if isMakingSeeds { return makeSeeds(of: target, in: arguments[3]) }
        return run([arguments[0]] + arguments.dropFirst(2))
    }

    private static func makeSeeds(of target: FuzzTarget, in folder: String) -> CInt {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (number, seed) in try target.seeds().enumerated() {
                try Data(seed).write(to: URL(fileURLWithPath: "\(folder)/seed-\(number)"))
            }
            return 0
        } catch {
            Report.write("\(folder): \(error)\n")
            return 74
        }
    }

    private static func run(_ arguments: [String]) -> CInt {
        var count = CInt(arguments.count)
        var texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(
            capacity: arguments.count + 1)
        for (index, argument) in arguments.enumerated() { texts?[index] = strdup(argument) }
        texts?[arguments.count] = nil
        return runDriver(&count, &texts) { bytes, count in
            FuzzDriver.check(UnsafeRawBufferPointer(start: bytes, count: count))
            return 0
        }
    }

    private static func check(_ bytes: UnsafeRawBufferPointer) {
        do {
            try target?.check(bytes)
        } catch {
            demand(false, "\(target?.name ?? ""): \(error)")
        }
    }

    /// Every second change is the target's own, if it has one.
    package static func mutate(
        _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: CUnsignedInt
    ) -> Int {
        var random = FuzzRandom(seed: UInt64(seed))
        guard let mutate = target?.mutate, random.next() & 1 == 0 else {
            return mutateBytes(data, size, limit)
        }
        var bytes = Array(UnsafeBufferPointer(start: data, count: size))
        mutate(&bytes, &random)
        let count = min(bytes.count, limit)
        for index in 0..<count { data[index] = bytes[index] }
        return count
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int) -> Int
