internal import Foundation

extension Error {
    /// What the operating system said, if it was asked: clearer than Foundation's own sentence.
    var cause: String {
        var error = self as NSError
        while let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = inner }
        return error.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(error.code))) : localizedDescription
    }
}
