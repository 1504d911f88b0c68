import ExplainCore
import Testing

@Suite struct JSONWriterTests {
    @Test func writesCompactDocuments() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", "credit \"3\"")
        writer.member("rows", 100)
        writer.member("value", 0.41)
        writer.member("exact", false)
        writer.key("none")
        writer.null()
        writer.key("values")
        writer.doubles([1, -2.5, 1e300])
        writer.key("empty")
        writer.beginArray()
        writer.endArray()
        writer.key("nested")
        writer.beginArray()
        writer.beginObject()
        writer.endObject()
        writer.strings(["a", "b"])
        writer.endArray()
        writer.endObject()
        #expect(
            writer.text
                == "{\"name\":\"credit \\\"3\\\"\",\"rows\":100,\"value\":0.41,\"exact\":false,\"none\":null,"
                + "\"values\":[1,-2.5,1e+300],\"empty\":[],\"nested\":[{},[\"a\",\"b\"]]}")
    }

    @Test func writesPrettyDocuments() {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.member("a", 1)
        writer.key("b")
        writer.beginArray()
        writer.int(1)
        writer.beginObject()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        #expect(writer.text == "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    {}\n  ]\n}")
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "-0.0"), (1.0, "1"), (-31.0, "-31"), (0.1, "0.1"), (1e15, "1000000000000000"),
        (1e16, "1e+16"), (1e-7, "1e-07"), (.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (0.30000000000000004, "0.30000000000000004"),
    ])
    func writesTheShortestNumber(value: Double, text: String) throws {
        var writer = JSONWriter()
        writer.double(value)
        #expect(writer.text == text)
        var reader = JSONReader(writer.bytes)
        #expect(try reader.readDouble().bitPattern == value.bitPattern)
    }

    @Test func writesNullForWhatIsNoNumber() {
        var writer = JSONWriter()
        writer.beginArray()
        for value in [1, .nan, .infinity, -.infinity, nil] as [Double?] { writer.doubleOrNull(value) }
        writer.endArray()
        #expect(writer.text == "[1,null,null,null,null]")
    }

    @Test func escapesWhatMustBe() {
        var writer = JSONWriter()
        writer.string("\"\\\u{8}\t\n\u{C}\r\u{0}\u{1F}/\u{7F}\u{E9}\u{1F600}")
        #expect(writer.text == "\"\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f/\u{7F}\u{E9}\u{1F600}\"")
    }

    @Test func readsBackRandomNumbers() throws {
        var random = CounterRandom(seed: 6)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            var writer = JSONWriter()
            writer.double(value)
            var reader = JSONReader(writer.bytes)
            #expect(try reader.readDouble().bitPattern == value.bitPattern)
        }
    }
}
