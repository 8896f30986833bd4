internal import CZeroMQ

/// A failed libzmq call: the operation and the cause.
package struct ZeroMQError: Error, CustomStringConvertible {
    package let operation: String
    package let code: Int32

    init(_ operation: String) {
        self.operation = operation
        code = zmq_errno()
    }

    package var description: String { "\(operation): \(String(cString: zmq_strerror(code)))" }
    package var isAddressInUse: Bool { code == EADDRINUSE }

    static func check(_ result: Int32, _ operation: @autoclosure () -> String) throws(ZeroMQError) {
        if result != 0 { throw ZeroMQError(operation()) }
    }
}
