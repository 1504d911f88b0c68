import Testing

@testable import ExplainCore

@Suite struct LinkTests {
    @Test(arguments: [
        (Link.identity, [3, nil, nil]), (.logit, [3, 3, nil]), (.log, [3, 3, nil]), (.softmax, [3, 3, 1]),
        (.step, [3, nil, 3]), (.probability, [3, 3, nil]),
    ])
    func spacesOffered(link: Link, counts: [Int?]) {
        let got = [OutputSpace.margin, .probability, .label].map { link.outputCount(margins: 3, in: $0) }
        #expect(got == counts)
    }

    @Test func labelIsTheFirstOfEqualMargins() {
        #expect(write(.softmax, [1, 4, 4, 2], .label) == [1])
        #expect(write(.softmax, [0, 0], .label) == [0])
    }

    @Test func labelOfNoNumberIsNone() {
        #expect(write(.softmax, [1, .nan], .label)[0].isNaN)
        #expect(write(.step, [.infinity], .label)[0].isNaN)
        #expect(write(.step, [0, 1e-30, -1], .label) == [0, 1, 0])
    }

    @Test func extremesStayFinite() {
        #expect(write(.logit, [800, -800, 0], .probability) == [1, 0, 0.5])
        #expect(write(.softmax, [1000, -1000], .probability) == [1, 0])
        #expect(Float.sigmoid(-1000) > 0 && Float.sigmoid(-1000) < 1e-38)
        #expect(Float.sigmoid(1000) == 1)
    }

    @Test func precisionsAgree() {
        for value in stride(from: -20.0, through: 20, by: 0.37) {
            #expect(abs(Double(Float.sigmoid(Float(value))) - Double.sigmoid(value)) < 1e-6)
        }
        #expect(write(.softmax, [0.1, 0.2, 0.3], .probability).reduce(0, +) == 1)
    }

    private func write(_ link: Link, _ margins: [Double], _ space: OutputSpace) -> [Double] {
        var margins = margins
        var outputs = [Double](repeating: -1, count: link.outputCount(margins: margins.count, in: space) ?? 0)
        var source = margins.mutableSpan
        var target = outputs.mutableSpan
        link.write(&source, source.indices, space: space, into: &target, at: 0)
        return outputs
    }
}
