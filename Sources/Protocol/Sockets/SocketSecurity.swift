/// Whether a socket's connections are encrypted and its peers known.
package enum SocketSecurity {
    case none
    /// CURVE; whom to let in is asked of an `AdmissionSocket` of the same context.
    case server(KeyPair)
    /// CURVE to a server with this key.
    case worker(KeyPair, server: PublicKey)
}
