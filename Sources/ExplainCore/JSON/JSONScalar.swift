/// A number type that is read straight from the bytes of a document.
protocol JSONScalar {
    /// Reads the number at `position`, which moves behind it.
    ///
    /// - Throws: ``JSONFault`` when no number of this type stands there; `position` may then be anywhere in it.
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Self
}

extension Double: JSONScalar {
    @inline(__always)
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Double {
        if let value = try JSONConstant.scan(bytes, &position, allowsBareNaN: allowsBareNaN) { return value }
        let number = try DecimalNumber(bytes, at: position)
        let value = DecimalConversion.double(number, in: bytes)
        guard value.isFinite else { throw JSONFault(offset: position, reason: .numberOutOfRange) }
        position = number.end
        return value
    }
}

extension Float: JSONScalar {
    @inline(__always)
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Float {
        if let value = try JSONConstant.scan(bytes, &position, allowsBareNaN: allowsBareNaN) { return Float(value) }
        let number = try DecimalNumber(bytes, at: position)
        let value = DecimalConversion.float(number, in: bytes)
        guard value.isFinite else { throw JSONFault(offset: position, reason: .numberOutOfRange) }
        position = number.end
        return value
    }
}

extension Int: JSONScalar {
    @inline(__always)
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Int {
        let start = position
        if try JSONConstant.scan(bytes, &position, allowsBareNaN: allowsBareNaN) != nil {
            throw JSONFault(offset: start, reason: .notAnInteger)
        }
        let number = try DecimalNumber(bytes, at: position)
        guard let value = number.integer else {
            throw JSONFault(offset: position, reason: number.isIntegral ? .numberOutOfRange : .notAnInteger)
        }
        position = number.end
        return value
    }
}

extension JSONNumber: JSONScalar {
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> JSONNumber {
        if let value = try JSONConstant.scan(bytes, &position, allowsBareNaN: allowsBareNaN) {
            return JSONNumber(value)
        }
        let number = try DecimalNumber(bytes, at: position)
        let value = DecimalConversion.double(number, in: bytes)
        guard value.isFinite else { throw JSONFault(offset: position, reason: .numberOutOfRange) }
        position = number.end
        return JSONNumber(double: value, integer: number.integer, isWhole: number.isIntegral)
    }
}
