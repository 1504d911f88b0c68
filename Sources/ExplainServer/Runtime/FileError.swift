#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file or folder cannot be read.
enum FileError: Error, Equatable {
    /// There is nothing of this name.
    case missing
    /// The process may not read it.
    case forbidden
    /// It is no regular file, or no folder where one is asked for.
    case wrongKind
    /// It is larger than the reader accepts.
    case tooLarge(limitBytes: Int)
    /// The system's own error number.
    case system(Int32)

    /// Translates the system's error number.
    init(errorNumber: Int32) {
        switch errorNumber {
        case ENOENT: self = .missing
        case EACCES, EPERM: self = .forbidden
        case ENOTDIR, EISDIR, ELOOP: self = .wrongKind
        default: self = .system(errorNumber)
        }
    }

    /// The reason in words, without a path.
    var message: String {
        switch self {
        case .missing: "it does not exist"
        case .forbidden: "permission is denied"
        case .wrongKind: "it is not of the expected kind (a regular file or a folder)"
        case .tooLarge(let limit): "it is larger than the limit of \(limit) bytes"
        case .system(let number): "the system reports error \(number)"
        }
    }
}
