import Dispatch
import ExplainCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One model behind an address: its connections, its threads, and what is known of its health.
///
/// Explanations of it run on threads of its own, a few, with a bounded queue before them: a model that hangs holds up nothing
/// but its own explanations.
final class RemoteTarget: Sendable {
    private struct State {
        var admission = RemoteAdmission.pending
        var requestNumber = 0
    }

    /// The settings.
    let settings: RemoteSettings
    /// The threads on which the model is explained.
    let threads: ComputePool
    /// Further threads, which let one explanation use all connections; they hold no queue.
    let executor: PoolExecutor
    /// Held by the thread that probes the model.
    let probing = Mutex(())
    private let pool: PeerPool
    private let authorization: String?
    private let clock: any ServerClock
    private let health: RemoteHealth
    private let state = Mutex(State())

    /// Creates a target that nothing has been asked yet.
    ///
    /// - Parameters:
    ///   - settings: where it is and how it is asked.
    ///   - authorization: the value of `Authorization`, if it has one of its own.
    ///   - resolver: looks names up.
    ///   - clock: tells the breaker the time.
    init(
        _ settings: RemoteSettings, authorization: String? = nil, resolver: NameResolver = NameResolver(),
        clock: any ServerClock = SystemClock()
    ) {
        self.settings = settings
        self.authorization = authorization
        self.clock = clock
        threads = ComputePool(label: "explaind.remote", width: settings.threads, capacity: settings.queue)
        executor = PoolExecutor(
            pool: ComputePool(label: "explaind.remote.helpers", width: settings.connections, capacity: 0))
        pool = PeerPool(
            url: settings.url, width: settings.connections, connectMilliseconds: settings.connectMilliseconds,
            resolver: resolver)
        health = RemoteHealth(openMilliseconds: settings.breakerMilliseconds)
    }

    /// What it does and did.
    var report: RemoteState {
        let (breaker, openings, counters) = health.report(now: clock.monotonicNanoseconds)
        return RemoteState(
            breaker: breaker, openings: openings, admission: admission, counters: counters,
            threads: threads.counters)
    }

    /// Whether nothing is asked at present because too much failed.
    var isSuspended: Bool { health.isSuspended(now: clock.monotonicNanoseconds) }

    /// Has an observer told of what the breaker does from now on, and of a breaker that is not closed when the first comes.
    func watch(_ observer: @escaping RemoteHealth.Observer) { health.watch(observer) }

    /// Whether it sends this value of `Authorization`.
    func hasAuthorization(_ value: String?) -> Bool { authorization == value }

    /// Whether the model has passed its probe.
    var admission: RemoteAdmission { state.withLock(\.admission) }

    /// Takes the outcome of a probe.
    func admit(_ admission: RemoteAdmission) { state.withLock { $0.admission = admission } }

    /// Counts rows that were not sent.
    func countSaved(_ rows: Int) { health.countSaved(rows) }

    /// A number that no other request to this target has.
    func nextRequestNumber() -> Int {
        state.withLock { state in
            state.requestNumber += 1
            return state.requestNumber
        }
    }
}

extension RemoteTarget {
    /// How one attempt ended.
    private enum Attempt<Answer> {
        case answer(Answer)
        case failure(ModelError, isWorthRepeating: Bool, retryAfterSeconds: Int?)
    }

    /// Asks the model, again where that may help, and reads its answer.
    ///
    /// - Parameters:
    ///   - body: the request.
    ///   - path: where it goes.
    ///   - rows: how many rows it has.
    ///   - call: who asks.
    ///   - read: reads the answer's body.
    /// - Returns: what `read` made of it.
    /// - Throws: ``ModelError``; never anything of the answer's text.
    func ask<Answer>(
        _ body: [UInt8], at path: String, rows: Int, _ call: RemoteCall,
        read: ([UInt8]) throws(AnswerFault) -> Answer
    ) throws(ModelError) -> Answer {
        let request = PeerRequest(path: path, fields: fields(call), body: body)
        health.earnRetry()
        var random = SystemRandomNumberGenerator()
        var retry = 0
        while true {
            switch try attempt(request, rows: rows, call, read) {
            case .answer(let answer): return answer
            case .failure(let error, let isWorthRepeating, let retryAfterSeconds):
                guard isWorthRepeating, retry < RetryPolicy.mostRetries,
                    let wait = RetryPolicy.waitMilliseconds(
                        retry: retry, retryAfterSeconds: retryAfterSeconds, using: &random),
                    health.spendRetry()
                else { throw error }
                retry += 1
                try pause(milliseconds: wait, call)
            }
        }
    }

    private func attempt<Answer>(
        _ request: PeerRequest, rows: Int, _ call: RemoteCall, _ read: ([UInt8]) throws(AnswerFault) -> Answer
    ) throws(ModelError) -> Attempt<Answer> {
        let queueing = try queueingMilliseconds(call)
        do throws(PeerFault) {
            try pool.enter(PeerDeadline(milliseconds: queueing, cancellation: call.cancellation))
        } catch {
            throw ModelError(error)
        }
        defer { pool.leave() }
        try passBreaker()
        let started = clock.monotonicNanoseconds
        let timeout = timeoutMilliseconds(call, now: started)
        let response: PeerResponse
        do throws(PeerFault) {
            response = try pool.exchange(
                request, answerLimitBytes: settings.maximumAnswerBytes,
                PeerDeadline(milliseconds: timeout, cancellation: call.cancellation))
        } catch {
            note(error, rows: rows, started: started)
            return .failure(
                ModelError(error), isWorthRepeating: RetryPolicy.isWorthRepeating(error), retryAfterSeconds: nil)
        }
        guard response.status == 200 else {
            // 4xx is about the request; the target is well.
            let isItsFault = response.status >= 500 || response.status == 429 || response.status < 400
            note(isItsFault ? .failed : .refused, isFailure: isItsFault, rows: rows, started: started)
            return .failure(
                .unavailable(.status(response.status)),
                isWorthRepeating: RetryPolicy.isWorthRepeating(status: response.status),
                retryAfterSeconds: response.retryAfterSeconds)
        }
        do throws(AnswerFault) {
            guard !response.isCoded, Self.isJSON(response.mediaType) else { throw .mediaType }
            let answer = try read(response.body)
            note(.answered, isFailure: false, rows: rows, started: started)
            return .answer(answer)
        } catch {
            note(.badAnswer, isFailure: true, rows: rows, started: started)
            return .failure(.badAnswer(error), isWorthRepeating: false, retryAfterSeconds: nil)
        }
    }

    /// How long a request may wait for one of our own connections, in milliseconds.
    private static let longestQueueing = 600_000
    /// How long before its caller's end a request ends, so that the answer says why, in milliseconds.
    private static let reserveMilliseconds = 50

    /// The time of one request: what it has by itself, or what the server's deadline leaves of it.
    ///
    /// Where that is less than half, the target cannot be blamed, and the deadline itself ends the request.
    private func timeoutMilliseconds(_ call: RemoteCall, now: UInt64) -> Int {
        let own = settings.timeoutMilliseconds
        guard let end = call.endNanoseconds, end > now else { return own }
        let left = Int(clamping: (end - now) / 1_000_000) - Self.reserveMilliseconds
        return left < own && left >= own / 2 ? left : own
    }

    /// How long a request may wait for a connection.
    ///
    /// - Throws: ``ModelError/timedOut`` when the time of the whole job is over.
    private func queueingMilliseconds(_ call: RemoteCall) throws(ModelError) -> Int {
        guard let end = call.jobEndNanoseconds else { return Self.longestQueueing }
        let now = clock.monotonicNanoseconds
        guard now < end else { throw .timedOut }
        return min(Self.longestQueueing, max(1, Int(clamping: (end - now) / 1_000_000)))
    }

    private func passBreaker() throws(ModelError) {
        if let seconds = health.admit(now: clock.monotonicNanoseconds) {
            throw .unavailable(.suspended(seconds: seconds))
        }
    }

    private func note(_ fault: PeerFault, rows: Int, started: UInt64) {
        let waited = clock.monotonicNanoseconds - started
        let isLong = waited >= UInt64(settings.timeoutMilliseconds) * 500_000
        switch fault {
        case .noConnection, .forbiddenAddress: note(.noConnection, isFailure: true, rows: rows, started: started)
        case .brokenOff: note(.brokenOff, isFailure: true, rows: rows, started: started)
        case .timedOut: note(.timedOut, isFailure: true, rows: rows, started: started)
        case .malformed, .tooLong: note(.badAnswer, isFailure: true, rows: rows, started: started)
        case .cancelled, .deadlineExceeded:
            // Who gave up early says nothing of the target; half its time in silence does.
            note(.calledOff, isFailure: isLong ? true : nil, rows: rows, started: started)
        }
    }

    private func note(_ outcome: RemoteOutcome, isFailure: Bool?, rows: Int, started: UInt64) {
        health.note(outcome, isFailure: isFailure, rows: rows, started: started, now: clock.monotonicNanoseconds)
    }

    private func pause(milliseconds: Int, _ call: RemoteCall) throws(ModelError) {
        let end = PeerDeadline(milliseconds: milliseconds, cancellation: call.cancellation)
        while true {
            do throws(PeerFault) {
                let wait = try end.nextWaitMilliseconds()
                _ = poll(nil, 0, wait)
            } catch {
                guard error == .timedOut else { throw ModelError(error) }
                return
            }
        }
    }

    /// Marks that keep a predictor's own monitors from taking perturbed rows for traffic, then the settings' fields, the
    /// caller's and the target's own credentials.
    private func fields(_ call: RemoteCall) -> [HTTPField] {
        let given = Set(settings.fields.map { $0.name.lowercased() })
        var fields = [HTTPField("Seldon-Skip-Logging", "true"), HTTPField("bias-ignore", "true")]
            .filter { !given.contains($0.name.lowercased()) }
        fields += settings.fields + call.fields
        if let authorization { fields.append(HTTPField("Authorization", authorization)) }
        return fields
    }

    private static func isJSON(_ mediaType: String) -> Bool {
        mediaType == "application/json" || mediaType.hasSuffix("+json") || mediaType.isEmpty
    }
}

extension ModelError {
    /// Why an exchange gave no answer.
    init(_ fault: PeerFault) {
        switch fault {
        case .noConnection: self = .unavailable(.noConnection)
        case .forbiddenAddress: self = .unavailable(.forbiddenAddress)
        case .brokenOff: self = .unavailable(.brokenOff)
        case .timedOut: self = .timedOut
        case .deadlineExceeded: self = .deadlineExceeded
        case .cancelled: self = .cancelled
        case .malformed: self = .badAnswer(.notHTTP)
        case .tooLong: self = .badAnswer(.tooLong)
        }
    }
}
