/// Decodes the chunked transfer coding (RFC 9112, section 7.1) from a body that grows.
struct ChunkedDecoder {
    private var consumed = 0
    private var body: [UInt8] = []

    /// Takes the body as far as it has come, from its first byte; returns the data once the last chunk is there.
    ///
    /// - Throws: ``ClientError/malformed(_:)``.
    mutating func decode(_ bytes: ArraySlice<UInt8>) throws(ClientError) -> [UInt8]? {
        while let line = Self.line(in: bytes, from: bytes.startIndex + consumed) {
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            guard (1...7).contains(digits.count), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16),
                size >= 0
            else { throw .malformed("bad chunk size") }
            if size == 0 { return Self.endsTrailers(bytes, from: line.endIndex + 2) ? body : nil }
            let end = line.endIndex + 2 + size
            guard bytes.endIndex >= end + 2 else { return nil }
            guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { throw .malformed("a chunk does not end") }
            body += bytes[(line.endIndex + 2)..<end]
            consumed = end + 2 - bytes.startIndex
        }
        return nil
    }

    private static func endsTrailers(_ bytes: ArraySlice<UInt8>, from start: Int) -> Bool {
        var position = start
        while let trailer = line(in: bytes, from: position) {
            if trailer.isEmpty { return true }
            position = trailer.endIndex + 2
        }
        return false
    }

    /// The line that starts at `start`, without its end; nil while the end is not there.
    private static func line(in bytes: ArraySlice<UInt8>, from start: Int) -> ArraySlice<UInt8>? {
        guard start <= bytes.endIndex else { return nil }
        var index = start
        while index + 1 < bytes.endIndex {
            if bytes[index] == 0x0D && bytes[index + 1] == 0x0A { return bytes[start..<index] }
            index += 1
        }
        return nil
    }
}
