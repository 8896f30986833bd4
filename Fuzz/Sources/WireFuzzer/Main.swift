import FuzzDriver

/// What the package manager starts.
@_cdecl("WireFuzzer_main")
public func wireFuzzerMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    FuzzDriver.main([.messages, .updates])
}

/// What libFuzzer asks for a change.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int { FuzzDriver.mutate(data, size, limit, seed) }
