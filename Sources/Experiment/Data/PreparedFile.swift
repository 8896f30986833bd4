package import Core

package struct PreparedFile {
    package let bytes: Payload
    package let warnings: [InputWarning]
}
