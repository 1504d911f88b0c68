#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A small blocking HTTP/1.1 client over a raw socket: it sends exactly the bytes it is given.
///
/// The connection is kept between requests until either side closes it. Every wait ends with ``TestClientError/timeout``.
final class TestClient {
    private let descriptor: Int32
    private let timeoutMilliseconds: Int
    /// Received and not yet read.
    private var buffer: [UInt8] = []
    private var isEnded = false

    /// Connects.
    ///
    /// - Parameters:
    ///   - port: on 127.0.0.1.
    ///   - timeoutMilliseconds: for each wait.
    ///   - receiveBufferBytes: the kernel's buffer, where it matters.
    /// - Throws: ``TestClientError`` when nobody listens.
    init(port: UInt16, timeoutMilliseconds: Int = 60_000, receiveBufferBytes: Int32? = nil) throws {
        self.timeoutMilliseconds = timeoutMilliseconds
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw TestClientError.system(call: "socket", code: errno) }
        setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        if let receiveBufferBytes { setOption(SOL_SOCKET, SO_RCVBUF, receiveBufferBytes) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let number = descriptor
        // SAFETY: an Internet address begins like `sockaddr`, and is as long as is said.
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw TestClientError.system(call: "connect", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// Sends bytes.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: Int32(POLLOUT))
            #if os(Linux)
                let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            #else
                let flags = MSG_DONTWAIT
            #endif
            // SAFETY: the call only reads, and no more bytes than there are.
            let count = unsafe rest.withUnsafeBytes { unsafe sendBytes(descriptor, $0.baseAddress, $0.count, flags) }
            guard count > 0 || errno == EAGAIN else { throw TestClientError.system(call: "send", code: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Sends text.
    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends a request and receives its final response.
    ///
    /// `Host` and, with a body, `Content-Length` are added where they are not among the headers.
    func request(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws -> TestResponse {
        var head = "\(method) \(path) HTTP/1.1\r\n"
        let names = headers.map { $0.0.lowercased() }
        if !names.contains("host") { head += "Host: localhost\r\n" }
        if let body, !names.contains("content-length"), !names.contains("transfer-encoding") {
            head += "Content-Length: \(body.count)\r\n"
        }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        try send(Array((head + "\r\n").utf8) + (body ?? []))
        var response = try receive(toHead: method == "HEAD")
        while response.status < 200 { response = try receive(toHead: method == "HEAD") }
        return response
    }

    /// Sends a request with a JSON body and receives its final response.
    func request(_ method: String, _ path: String, json: String) throws -> TestResponse {
        try request(method, path, headers: [("Content-Type", "application/json")], body: Array(json.utf8))
    }

    /// Receives one response, an interim one included; one to HEAD has no body.
    func receive(toHead: Bool = false) throws -> TestResponse {
        var response = try receiveHead()
        guard !toHead, response.status >= 200, response.status != 204, response.status != 304 else { return response }
        if let text = response["Content-Length"] {
            guard let length = Int(text) else { throw TestClientError.malformedResponse(text) }
            while buffer.count < length { try fill() }
            response.body = Array(buffer.prefix(length))
            buffer.removeFirst(length)
        } else {
            response.body = try receiveToEnd()
        }
        return response
    }

    /// Receives until the server closes; what was received before and not read comes first.
    func receiveToEnd() throws -> [UInt8] {
        while !isEnded { try fill(allowsEnd: true) }
        defer { buffer = [] }
        return buffer
    }

    /// Whether the server has closed its side, after waiting for it or for bytes.
    func isClosedByServer() throws -> Bool {
        while buffer.isEmpty, !isEnded { try fill(allowsEnd: true) }
        return buffer.isEmpty
    }

    /// Shuts the sending side down.
    func closeSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close that follows a reset, as of a client that crashed.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        // SAFETY: the call only reads the value, whose size it is told.
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func receiveHead() throws -> TestResponse {
        let end: Int
        while true {
            if let found = Self.endOfHead(buffer) {
                end = found
                break
            }
            try fill()
        }
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 4)
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).makeIterator()
        let status = (lines.next() ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard status.count == 3, status[0] == "HTTP/1.1", let code = Int(status[1]) else {
            throw TestClientError.malformedResponse(head)
        }
        var response = TestResponse(status: code, reason: String(status[2]), headers: [], body: [])
        while let line = lines.next() {
            guard let colon = line.firstIndex(of: ":") else { throw TestClientError.malformedResponse(head) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            response.headers.append((String(line[..<colon]), String(value)))
        }
        return response
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
        }
    }

    private func fill(allowsEnd: Bool = false) throws {
        guard !isEnded else { throw TestClientError.closed }
        try wait(for: Int32(POLLIN))
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let capacity = bytes.count
        // SAFETY: the call writes at most as many bytes as the array has.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, capacity, 0) }
        guard count >= 0 else { throw TestClientError.system(call: "recv", code: errno) }
        buffer += bytes.prefix(count)
        isEnded = count == 0
        if isEnded, !allowsEnd { throw TestClientError.closed }
    }

    private func wait(for event: Int32) throws {
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        // SAFETY: the call reads and writes the one value whose address it is given.
        guard unsafe poll(&entry, 1, Int32(timeoutMilliseconds)) > 0 else { throw TestClientError.timeout }
    }

    private func setOption(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        // SAFETY: the call only reads the value, whose size it is told.
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// The system's `send`, which the method of that name hides.
private func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    unsafe send(descriptor, bytes, count, flags)
}
