import Testing

@testable import explainctl

@Suite struct ProgressBarTests {
    private let running = ProgressBar(fraction: 0.5, done: 50, total: 100, etaSeconds: 200, status: "running")

    @Test func barShowsShareCountAndTimeLeft() {
        #expect(
            running.rendered(width: 80)
                == "[####################....................]  50% running 50/100, 3 min 20 s left")
    }

    @Test(arguments: 0..<120)
    func barNeverWraps(width: Int) { #expect(running.rendered(width: width).count <= max(0, width)) }

    @Test(arguments: [
        (Double.nan, "   0%"), (-1, "   0%"), (0.999, "  99%"), (1, " 100%"), (7, " 100%"), (.infinity, "   0%"),
    ])
    func shareIsBounded(fraction: Double, text: String) {
        let bar = ProgressBar(fraction: fraction, done: 0, total: 0, etaSeconds: nil, status: "queued")
        #expect(bar.rendered(width: 60).contains("]" + text + " queued"))
    }

    @Test func plainLineHasNoBar() { #expect(running.line == " 50% running 50/100, 3 min 20 s left") }

    @Test(arguments: [
        (0, "0 s"), (59.2, "1 min 0 s"), (59, "59 s"), (3600, "1 h 0 min"), (7500, "2 h 5 min"),
        (-1, "unknown time"), (.infinity, "unknown time"),
    ])
    func durationsReadWell(seconds: Double, text: String) { #expect(ProgressBar.duration(seconds) == text) }
}
