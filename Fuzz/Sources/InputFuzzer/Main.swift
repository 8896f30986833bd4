import FuzzDriver

/// What the package manager starts.
@_cdecl("InputFuzzer_main")
public func inputFuzzerMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    FuzzDriver.main([
        .server, .journal, .snapshot, .safetensors, .sweep, .csv, .libsvm, .text, .ranks, .documents, .numpy,
        .picture, .runFiles,
    ])
}

/// What libFuzzer asks for a change.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int { FuzzDriver.mutate(data, size, limit, seed) }
