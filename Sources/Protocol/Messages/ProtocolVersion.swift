/// The version of the wire and journal specification (README.md). Peers of another version are refused.
package let protocolVersion: UInt32 = 2

/// The most leases that a worker may ask for.
package let maximumLeases = 16

/// The largest header frame. Payload frames are bounded by the trial they belong to.
package let maximumHeaderBytes = 1 << 20
