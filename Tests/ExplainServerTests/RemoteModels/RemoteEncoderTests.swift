import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct RemoteEncoderTests {
    private static let schema = [
        Feature(name: "x"), Feature(name: "n", kind: .int, isNullable: true), Feature(name: "b", kind: .bool),
        Feature(name: "c", kind: .category(["own", "rent"]), isNullable: true),
    ]
    private static let values: [Double] = [1.5, .nan, 1, 1, -0.0, 3, 0, .nan]

    private static func text(
        _ wireProtocol: RemoteProtocol, change: (inout RemoteSettings) -> Void = { _ in }
    ) throws -> String {
        let settings = try RemoteFixture.settings("http://localhost", wireProtocol, change: change)
        let encoder = RemoteEncoder(settings, schema: try FeatureSchema(schema))
        return String(decoding: encoder.encode(values[...], id: "7"), as: UTF8.self)
    }

    @Test func tensorsOfColumns() throws {
        #expect(
            try Self.text(.openInference) == """
                {"id":"7","inputs":[{"name":"x","shape":[2,1],"datatype":"FP64","data":[1.5,-0.0]},\
                {"name":"n","shape":[2,1],"datatype":"FP64","data":[null,3]},\
                {"name":"b","shape":[2,1],"datatype":"FP64","data":[1,0]},\
                {"name":"c","shape":[2,1],"datatype":"BYTES","parameters":{"content_type":"str"},"data":["rent",null]}],\
                "parameters":{"content_type":"pd"}}
                """)
    }

    @Test func oneTensor() throws {
        let text = try Self.text(.openInference) { settings in
            settings.layout = .matrix
            settings.output = "predict_proba"
            settings.floatType = .single
        }
        #expect(
            text == """
                {"id":"7","inputs":[{"name":"input-0","shape":[2,4],"datatype":"FP32",\
                "data":[1.5,null,1.0,1.0,-0.0,3.0,0.0,null]}],"outputs":[{"name":"predict_proba"}]}
                """)
    }

    @Test func instances() throws {
        #expect(
            try Self.text(.kserveV1) == """
                {"instances":[{"x":1.5,"n":null,"b":true,"c":"rent"},{"x":-0.0,"n":3,"b":false,"c":null}]}
                """)
        #expect(
            try Self.text(.kserveV1) { $0.layout = .matrix } == """
                {"instances":[[1.5,null,1,"rent"],[-0.0,3,0,null]]}
                """)
    }

    @Test func dataFrames() throws {
        #expect(
            try Self.text(.mlflow) == """
                {"dataframe_split":{"columns":["x","n","b","c"],"data":[[1.5,null,true,"rent"],[-0.0,3,false,null]]}}
                """)
    }

    @Test func paths() throws {
        func path(_ wireProtocol: RemoteProtocol, _ version: String?, _ own: String? = nil) throws -> String {
            let settings = try RemoteFixture.settings("http://localhost", wireProtocol) { settings in
                settings.modelVersion = version
                settings.path = own
            }
            return RemoteEncoder(settings, schema: try FeatureSchema(Self.schema)).path
        }
        #expect(try path(.openInference, nil) == "/v2/models/m/infer")
        #expect(try path(.openInference, "3") == "/v2/models/m/versions/3/infer")
        #expect(try path(.kserveV1, nil) == "/v1/models/m:predict")
        #expect(try path(.kserveV1, "3") == "/v1/models/m/versions/3:predict")
        #expect(try path(.mlflow, nil) == "/invocations")
        #expect(try path(.mlflow, nil, "/x/invocations") == "/x/invocations")
    }
}
