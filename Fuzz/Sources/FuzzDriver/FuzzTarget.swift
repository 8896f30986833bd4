/// A reader under attack: what it is given, and what must be true of what it makes of it.
package struct FuzzTarget: Sendable {
    package let name: String
    /// Inputs to begin with: whole and right ones.
    package let seeds: @Sendable () throws -> [[UInt8]]
    /// Reads the input and demands what must hold. Anything thrown here is a finding.
    package let check: @Sendable (UnsafeRawBufferPointer) throws -> Void
    /// A change of the input that keeps its structure, beside the fuzzer's own changes of bytes.
    package let mutate: (@Sendable (inout [UInt8], inout FuzzRandom) -> Void)?

    package init(
        _ name: String, seeds: @escaping @Sendable () throws -> [[UInt8]],
        mutate: (@Sendable (inout [UInt8], inout FuzzRandom) -> Void)? = nil,
        check: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.check = check
        self.mutate = mutate
    }
}
