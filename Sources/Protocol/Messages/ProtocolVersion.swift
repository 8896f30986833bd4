/// The version of the wire and journal specification (README.md). Peers of another version are refused.
package let protocolVersion: UInt32 = 1

/// The largest header frame. Payload frames are bounded by the trial they belong to.
package let maximumHeaderBytes = 1 << 20
