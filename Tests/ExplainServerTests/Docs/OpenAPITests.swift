import ExplainAPI
import ExplainCore
import Testing

@testable import ExplainServer

/// Holds docs/api/openapi.json to the code that it describes.
@Suite struct OpenAPITests {
    private let document: JSONValue

    init() throws {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()
        document = try JSONValue.parse(try FileSystem.read(root + "/docs/api/openapi.json", maximumBytes: 1 << 20))
    }

    @Test func problemCodesAreAllListed() {
        let codes = document["components"]?["schemas"]?["Problem"]?["properties"]?["code"]?["enum"]?.asArray ?? []
        #expect(codes.compactMap(\.asString) == ProblemCode.allCases.map(\.rawValue))
    }

    @Test func referencesResolve() {
        let references = Self.references(in: document)
        #expect(!references.isEmpty)
        for reference in references {
            let parts = reference.split(separator: "/").dropFirst().map(String.init)
            let target = parts.reduce(document as JSONValue?) { $0?[$1] }
            #expect(target != nil, "\(reference) leads nowhere")
        }
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .array(let items): items.flatMap(references)
        case .object(let members):
            members.flatMap { member in
                member.key == "$ref" ? [member.value.asString ?? ""] : references(in: member.value)
            }
        default: []
        }
    }
}
