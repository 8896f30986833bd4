import Core

extension Payload {
    /// A copy of its elements. The view alone does not keep the memory: an optimised build frees it with the last use of
    /// the payload.
    func elements<Element>(of type: Element.Type) -> [Element] {
        withExtendedLifetime(self) { Array(bytes.bindMemory(to: type)) }
    }
}
