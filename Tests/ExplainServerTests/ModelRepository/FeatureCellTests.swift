import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct FeatureCellTests {
    private static let colours = Feature.Kind.category(["red", "green"])

    private func value(_ cell: JSONValue, _ kind: Feature.Kind, nullable: Bool = false) throws -> Double {
        try FeatureCell.value(of: cell, in: Feature(name: "f", kind: kind, isNullable: nullable))
    }

    private func value(_ cell: String, _ kind: Feature.Kind, nullable: Bool = false) throws -> Double {
        try FeatureCell.value(of: cell, in: Feature(name: "f", kind: kind, isNullable: nullable))
    }

    @Test func missingValuesNeedANullableFeature() throws {
        #expect(try value(JSONValue.null, .float, nullable: true).isNaN)
        #expect(try value("", Self.colours, nullable: true).isNaN)
        #expect(throws: FeatureCellError.missing) { try value(JSONValue.null, .float) }
        #expect(throws: FeatureCellError.missing) { try value("", .int) }
    }

    @Test(arguments: [
        ("1", Feature.Kind.float, 1.0), ("-1.5e3", .float, -1500), ("+.5", .float, 0.5), ("1e-400", .float, 0),
        ("3.0", .int, 3), ("-9007199254740992", .int, -9_007_199_254_740_992), ("True", .bool, 1), ("false", .bool, 0),
        ("1.0", .bool, 1), ("7", .codes, 7), ("green", colours, 1),
    ])
    func textIsRead(_ text: String, _ kind: Feature.Kind, _ expected: Double) throws {
        #expect(try value(text, kind) == expected)
    }

    @Test(arguments: ["nan", "NaN", "inf", "-Infinity", "0x10", " 1", "1 ", "1,5", "e5", "-", ".", "1e", "NA", "1_000"])
    func textThatIsNoDecimalNumberIsRefused(_ text: String) {
        #expect(throws: FeatureCellError.notANumber(text)) { try value(text, .float) }
    }

    @Test(arguments: [
        ("1e999", Feature.Kind.float, FeatureCellError.notFinite),
        ("1.5", .int, .wrongForm(.int)),
        ("9007199254740993e1", .int, .wrongForm(.int)),
        ("2", .bool, .wrongForm(.bool)),
        ("-1", .codes, .wrongForm(.codes)),
        ("1.5", .codes, .wrongForm(.codes)),
        ("16777216", .codes, .wrongForm(.codes)),
        ("gren", colours, .unknownCategory("gren", among: ["red", "green"])),
        ("1", colours, .unknownCategory("1", among: ["red", "green"])),
    ])
    func textOutsideTheKindIsRefused(_ text: String, _ kind: Feature.Kind, _ error: FeatureCellError) {
        #expect(throws: error) { try value(text, kind) }
    }

    @Test(arguments: [
        (JSONValue.number(JSONNumber(2)), Feature.Kind.float, 2.0), (.bool(true), .bool, 1),
        (.number(JSONNumber(1)), .bool, 1), (.string("red"), colours, 0), (.number(JSONNumber(4)), .codes, 4),
    ])
    func documentsAreRead(_ cell: JSONValue, _ kind: Feature.Kind, _ expected: Double) throws {
        #expect(try value(cell, kind) == expected)
    }

    @Test(arguments: [
        (JSONValue.string("2"), Feature.Kind.float), (.bool(true), .float), (.bool(false), .int),
        (.string("1"), .codes),
        (.number(JSONNumber(0)), colours), (.array([]), .float), (.object([]), colours),
        (.number(JSONNumber(0.5)), .int),
    ])
    func documentsOfAnotherFormAreRefused(_ cell: JSONValue, _ kind: Feature.Kind) {
        #expect(throws: FeatureCellError.wrongForm(kind)) { try value(cell, kind) }
    }

    @Test func theNearestCategoryIsOffered() {
        let error = FeatureCellError.unknownCategory("gren", among: ["red", "green"])
        #expect(error.message == "unknown category 'gren'; did you mean 'green'?")
    }
}
