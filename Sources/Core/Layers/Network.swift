/// A feed-forward model, compiled from its declared layers.
package struct Network: Sendable {
    package static func table(_ specification: SupervisedSpecification) -> TensorTable { TensorTable([]) }
}
