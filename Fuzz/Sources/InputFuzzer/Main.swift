import FuzzDriver

@_cdecl("InputFuzzer_main")
public func inputFuzzerMain(_ count: CInt, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    FuzzDriver.main([
        .server, .journal, .snapshot, .safetensors, .sweep, .csv, .libsvm, .text, .ranks, .documents, .numpy,
        .picture, .runFiles,
    ])
}

@_cdecl("LLVMFuzzerCustomMutator")
public func mutateInput(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int { FuzzDriver.mutate(data, size, limit, seed) }
