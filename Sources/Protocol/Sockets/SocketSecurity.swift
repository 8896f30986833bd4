/// Whether a socket's connections are encrypted and its peers known.
package enum SocketSecurity {
    case none
    /// Anyone may come, but an `AdmissionSocket` of the same context is asked each time. libzmq then turns peers of ZMTP 1
    /// and 2 away, for whom it has no sound way to come while the socket closes: one of them could end the process.
    case open
    /// CURVE; whom to let in is asked of an `AdmissionSocket` of the same context.
    case server(KeyPair)
    /// CURVE to a server with this key.
    case worker(KeyPair, server: PublicKey)
}
