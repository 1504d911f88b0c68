/// The times of repeated runs.
struct Measurement {
    /// The smallest and the middle one of several times, in seconds.
    struct Times {
        /// The smallest.
        let fastest: Double
        /// The middle one.
        let median: Double

        init(_ seconds: [Double]) {
            let sorted = seconds.sorted()
            fastest = sorted[0]
            median = sorted[sorted.count / 2]
        }
    }

    /// The time that passed in a run.
    let wall: Times
    /// The processor time of a run.
    let processor: Times
    /// The processor time of a run outside of the model; nil where that is not counted apart.
    let overhead: Times?
    /// The number of runs.
    let runs: Int

    private static let leastSamples = 5
    private static let mostSamples = 10_000
    /// Work that takes this long is not repeated more often than needed for a median.
    private static let enoughSeconds = 3.0
    private static let fewestSamples = 3
    /// The system counts processor time in microseconds: shorter runs are timed several at once.
    private static let leastSampleSeconds = 0.002

    /// Runs the work once to warm up, then until the time and the number of runs suffice; long work runs once in all.
    init(of work: Work, leastSeconds: Double) throws {
        let (repeats, samples) =
            work.isLong ? (1, [try Sample(of: work, repeats: 1)]) : try Self.samples(of: work, leastSeconds)
        wall = Times(samples.map(\.wall))
        processor = Times(samples.map(\.processor))
        overhead = work.modelSeconds.map { _ in Times(samples.map { $0.processor - $0.model }) }
        runs = samples.count * repeats
    }

    private static func samples(of work: Work, _ leastSeconds: Double) throws -> (repeats: Int, [Sample]) {
        _ = try work.run()
        let seconds = try Sample(of: work, repeats: 1).wall
        let repeats = max(1, Int(leastSampleSeconds / max(1e-7, seconds)))
        var samples: [Sample] = []
        var total = 0.0
        while total < leastSeconds || samples.count < leastSamples {
            let sample = try Sample(of: work, repeats: repeats)
            samples.append(sample)
            total += sample.wall * Double(repeats)
            if samples.count >= mostSamples || (total > enoughSeconds && samples.count >= fewestSamples) { break }
        }
        return (repeats, samples)
    }

    /// The mean times of some runs in a row.
    private struct Sample {
        let wall: Double
        let processor: Double
        let model: Double

        init(of work: Work, repeats: Int) throws {
            let modelBefore = work.modelSeconds?() ?? 0
            let processorBefore = ProcessMeter.processorSeconds
            let start = ContinuousClock.now
            var kept = 0.0
            for _ in 0..<repeats { kept += try work.run() }
            let duration = start.duration(to: .now).components
            let count = Double(repeats)
            wall = (Double(duration.seconds) + Double(duration.attoseconds) * 1e-18) / count
            processor = (ProcessMeter.processorSeconds - processorBefore) / count
            model = ((work.modelSeconds?() ?? 0) - modelBefore) / count
            precondition(!kept.isNaN, "the results of a benchmark are numbers")
        }
    }
}
