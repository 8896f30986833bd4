/// What the server knows of a connection.
struct OpenConnection {
    /// The peer's; empty if it was gone before it could be asked.
    let address: String
    /// Bytes that had come in when its newest message was read.
    var receivedBytes = 0
    /// A message of it was read since the last look.
    var hasSpoken = false
}
