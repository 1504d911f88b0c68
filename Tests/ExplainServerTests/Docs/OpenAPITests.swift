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

    @Test func parametersAreAllListed() {
        func names(_ schema: String) -> [String] {
            let properties = document["components"]?["schemas"]?[schema]?["properties"]?.asObject ?? []
            return properties.map(\.key).sorted()
        }
        #expect(names("ExplainParameters") == ExplainParameters.names.sorted())
        #expect(names("ImportanceParameters") == ImportanceParameters.names.sorted())
    }

    @Test func choicesAreAllListed() {
        func choices(_ schema: String, _ property: String) -> [String] {
            let choices = document["components"]?["schemas"]?[schema]?["properties"]?[property]?["enum"]?.asArray
            return (choices ?? []).compactMap(\.asString)
        }
        #expect(choices("ExplainParameters", "method") == RequestedMethod.allCases.map(\.rawValue))
        #expect(choices("ExplainParameters", "estimator") == Estimator.allCases.map(\.rawValue))
        #expect(choices("ExplainParameters", "index") == AttributionIndex.allCases.map(\.rawValue))
        #expect(["shapley"] + choices("Explanation", "index") == AttributionIndex.allCases.map(\.rawValue))
        #expect(choices("ExplainParameters", "mode") == RequestMode.allCases.map(\.rawValue))
        #expect(choices("ExplainParameters", "refine") == Refinement.allCases.map(\.rawValue))
        #expect(choices("ImportanceParameters", "metric") == ImportanceMetric.allCases.map(\.rawValue))
        #expect(choices("Explanation", "method") == Method.allCases.map(\.rawValue))
        #expect(Set(choices("Explanation", "cache")) == Set(CacheState.allCases.map(\.rawValue)))
    }

    @Test func defaultsAreThoseOfThePlanner() {
        let parameters = document["components"]?["schemas"]?["ExplainParameters"]?["properties"]
        #expect(parameters?["tolerance"]?["default"]?.asDouble == MethodPlanner.defaultTolerance)
        let budget = parameters?["budget"]?["description"]?.asString ?? ""
        #expect(
            budget.contains("by default 20 a player and 2, but no more than 1,026, for kernel_shap, 5,000 for lime"))
        #expect([9, 30, 51, 60].map(MethodPlanner.defaultBudget) == [9, 30, 51, 60].map { min(20 * $0 + 2, 1_026) })
        #expect(MethodPlanner.defaultSamples == 5_000)
    }

    /// A template is a path itself, with `{model}` for a name.
    @Test func pathsAreThoseOfTheRouter() {
        let paths = document["paths"]?.asObject ?? []
        #expect(paths.count > 10)
        for path in paths {
            let resource = Router.resource(at: path.key)
            #expect(resource?.template == path.key)
            let documented = Set((path.value.asObject ?? []).map { $0.key.uppercased() })
            #expect(documented == Set((resource?.endpoints ?? []).map(\.method.rawValue)), "\(path.key)")
        }
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
