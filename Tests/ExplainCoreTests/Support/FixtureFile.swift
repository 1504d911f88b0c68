#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files of the repository's Fixtures folder.
enum FixtureFile {
    /// The Fixtures folder, found from this file's own place.
    static let folder =
        #filePath.split(separator: "/").dropLast(4).reduce(into: "") { $0 += "/" + $1 } + "/Fixtures"

    /// The bytes of a file below Fixtures; empty when it cannot be read.
    static func bytes(_ path: String) -> [UInt8] {
        guard let file = unsafe fopen(folder + "/" + path, "rb") else { return [] }
        defer { _ = unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }
}
