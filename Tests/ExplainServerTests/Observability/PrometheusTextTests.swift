import Testing

@testable import ExplainServer

@Suite struct PrometheusTextTests {
    @Test func wholeFamily() {
        var text = PrometheusText()
        text.family("explaind_things_total", "counter", "Things seen.")
        text.sample("explaind_things_total", [("kind", "a\"b\\c\nd"), ("size", "1")], 3)
        text.single("explaind_ratio", "gauge", "A ratio.", 0.25)
        #expect(
            text.text == """
                # HELP explaind_things_total Things seen.
                # TYPE explaind_things_total counter
                explaind_things_total{kind="a\\"b\\\\c\\nd",size="1"} 3
                # HELP explaind_ratio A ratio.
                # TYPE explaind_ratio gauge
                explaind_ratio 0.25

                """)
    }

    @Test func histogramIsCumulative() {
        var histogram = Histogram(bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { histogram.observe(value) }
        var text = PrometheusText()
        text.histogram("h", [("route", "/x")], histogram)
        #expect(
            text.text == """
                h_bucket{route="/x",le="0.1"} 2
                h_bucket{route="/x",le="1.0"} 3
                h_bucket{route="/x",le="+Inf"} 4
                h_sum{route="/x"} 7.65
                h_count{route="/x"} 4

                """)
    }
}
