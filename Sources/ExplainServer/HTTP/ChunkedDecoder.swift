/// Takes the chunked coding off a body that comes in pieces (RFC 9112, 7.1).
///
/// The result does not depend on where the pieces end. Trailer fields are checked, counted and dropped.
struct ChunkedDecoder {
    private enum Place {
        case size
        case sizeExtension
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case endLineFeed
    }

    private let limits: Limits
    private let bodyLimitBytes: Int
    private var place = Place.size
    /// The size being read, then the bytes of the chunk still to come.
    private var remaining = 0
    private var sizeDigits = 0
    private var chunkExtension = ChunkExtension()
    private var extensionBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0

    /// Creates a decoder at the start of a body of at most so many bytes.
    init(limits: Limits, bodyLimitBytes: Int) {
        self.limits = limits
        self.bodyLimitBytes = bodyLimitBytes
    }

    /// Decodes on.
    ///
    /// - Parameters:
    ///   - input: bytes as they came.
    ///   - position: where to read on in them; moved behind what was read.
    ///   - body: takes the decoded bytes.
    /// - Returns: whether the body is complete.
    /// - Throws: what is wrong with the body.
    mutating func decode(
        _ input: borrowing Span<UInt8>, at position: inout Int, into body: inout [UInt8]
    ) throws(HTTPError) -> Bool {
        while position < input.count {
            if place == .data {
                let end = min(input.count, position + remaining)
                body.append(input, position..<end)
                remaining -= end - position
                position = end
                if remaining == 0 { place = .dataReturn }
                continue
            }
            let byte = input[position]
            position += 1
            if place == .endLineFeed {
                guard byte == ASCII.lineFeed else { throw .malformedChunk }
                return true
            }
            try take(byte, bodyBytes: body.count)
        }
        return false
    }

    private mutating func take(_ byte: UInt8, bodyBytes: Int) throws(HTTPError) {
        switch place {
        case .size, .sizeExtension: try takeSize(byte, bodyBytes: bodyBytes)
        case .sizeLineFeed: try expect(byte, ASCII.lineFeed, then: remaining == 0 ? .trailerStart : .data)
        case .dataReturn: try expect(byte, ASCII.carriageReturn, then: .dataLineFeed)
        case .dataLineFeed:
            try expect(byte, ASCII.lineFeed, then: .size)
            sizeDigits = 0
            extensionBytes = 0
            chunkExtension = ChunkExtension()
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed: try takeTrailer(byte)
        case .data, .endLineFeed: break
        }
    }

    private mutating func expect(_ byte: UInt8, _ wanted: UInt8, then next: Place) throws(HTTPError) {
        guard byte == wanted else { throw .malformedChunk }
        place = next
    }

    private mutating func takeSize(_ byte: UInt8, bodyBytes: Int) throws(HTTPError) {
        if place == .size, let digit = ASCII.hexadecimal(byte) {
            sizeDigits += 1
            // Fifteen digits stay below 2^60: no overflow, whatever they are.
            guard sizeDigits <= 15 else { throw .malformedChunk }
            remaining = remaining << 4 | Int(digit)
            return
        }
        guard sizeDigits > 0 else { throw .malformedChunk }
        guard remaining <= bodyLimitBytes - bodyBytes else { throw .bodyTooLarge }
        place = .sizeExtension
        if byte == ASCII.carriageReturn {
            guard chunkExtension.isComplete else { throw .malformedChunk }
            place = .sizeLineFeed
            return
        }
        extensionBytes += 1
        guard extensionBytes <= limits.chunkExtensionBytes, chunkExtension.take(byte) else { throw .malformedChunk }
    }

    private mutating func takeTrailer(_ byte: UInt8) throws(HTTPError) {
        trailerBytes += 1
        // The CRLF that ends the section is not part of it, so that an empty section has no bytes.
        if place == .trailerStart, byte == ASCII.carriageReturn {
            place = .endLineFeed
            return
        }
        guard trailerBytes <= limits.trailerBytes else { throw .trailersTooLarge }
        switch place {
        case .trailerStart:
            trailerCount += 1
            guard trailerCount <= limits.trailerCount else { throw .trailersTooLarge }
            guard ASCII.isToken(byte) else { throw .malformedChunk }
            place = .trailerName
        case .trailerName:
            if byte == ASCII.colon { place = .trailerValue } else if !ASCII.isToken(byte) { throw .malformedChunk }
        case .trailerValue:
            if byte == ASCII.carriageReturn {
                place = .trailerLineFeed
            } else if !ASCII.isFieldValue(byte) {
                throw .malformedChunk
            }
        default: try expect(byte, ASCII.lineFeed, then: .trailerStart)
        }
    }
}
