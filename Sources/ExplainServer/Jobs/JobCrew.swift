import Dispatch

/// The workers of a queue.
struct JobCrew: Sendable {
    /// Computes the jobs.
    let runner: any JobRunner
    /// The workers' threads.
    let pool: ComputePool
    /// The threads of the lanes that run a job now.
    var lanes: [String: ComputePool] = [:]

    /// The threads for a job.
    mutating func pool(for lane: String?) -> ComputePool {
        guard let lane else { return pool }
        if let running = lanes[lane] { return running }
        let own = ComputePool(label: "explaind.jobs.lane", width: 1, capacity: 0, niceness: 8)
        lanes[lane] = own
        return own
    }
}
