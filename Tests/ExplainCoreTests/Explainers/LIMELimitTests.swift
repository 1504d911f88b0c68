import Testing

@testable import ExplainCore

@Suite struct LIMELimitTests {
    /// A case with reference values of the limit.
    struct Known: Sendable, CustomTestStringConvertible {
        var name: String
        var key = "lime"
        var position: Int
        var testDescription: String { "\(name) \(position)" }
    }

    static let known = [
        Known(name: "xgb_reg", position: 0), Known(name: "xgb_reg", position: 1),
        Known(name: "xgb_const_dup", position: 0), Known(name: "xgb_bin", key: "lime_on_margin", position: 0),
    ]

    /// The limit of a case's margins; `players` are single features unless given.
    private func limit(
        _ golden: GoldenCase, _ method: LIME = LIME(), instance: [Double], players: Players? = nil,
        outputs: [Int] = [0], model: (any Model)? = nil, context: ComputeContext = ComputeContext()
    ) throws -> [LocalSurrogate] {
        let model = model ?? golden.model
        let form = try #require(ClosedForm(model, space: .margin))
        guard case .trees(let ensemble) = form.parts else { throw Golden.Missing(description: "trees") }
        let row = Matrix(rows: 1, columns: instance.count, storage: instance)
        let predictions = try model.predict(row, space: .margin)
        return try method.limit(
            of: ensemble, schema: golden.schema, instance: instance, background: golden.background,
            players: players ?? .features(of: golden.schema), outputs: outputs.map(form.output),
            predictions: outputs.map { predictions[0, $0] }, context: context)
    }

    @Test(arguments: known) func matchesTheReference(known: Known) throws {
        let golden = try GoldenCase(known.name)
        let lime = try #require(golden.expected[known.key])
        let entry = try #require(lime["instances"]?[known.position])
        let reference = try #require(entry["limit"])
        let instance = golden.instance(try #require(entry["instance"]?.asInt))
        let surrogate = try #require(try limit(golden, instance: instance).first)
        // The reference's thresholds are not rounded to the middle between float32 numbers, and its deviations are 1e-11 up.
        let difference = relativeDifference(surrogate.coefficients, try #require(reference["coef"]).doubles)
        #expect(difference < 1e-6, "a difference of \(difference)")
        // The reference gives E_w[f], which is the surrogate's mean over the tilted chances of staying in a bin.
        let changed = LIME.weight(changed: 1, width: try #require(lime["stats"]?["kernel_width"]?.asDouble))
        var mean = surrogate.intercept
        for column in instance.indices {
            let edges = try #require(lime["stats"]?["bins"]?[column]).doubles
            let bin = edges.firstIndex { instance[column] <= $0 } ?? edges.count
            let codes = try #require(lime["stats"]?["values"]?[column]).ints
            let shares = try #require(lime["stats"]?["freq"]?[column]).doubles
            let share = try #require(zip(codes, shares).first { $0.0 == bin }).1
            mean += surrogate.coefficients[column] * share / (share + (1 - share) * changed)
        }
        #expect(relativeDifference([mean], [try #require(reference["mean_f"]?.asDouble)]) < 1e-6)
        #expect(surrogate.fit == nil && surrogate.standardErrors == nil)
    }

    /// What a large sample must come close to.
    struct Sampled: Sendable, CustomTestStringConvertible {
        var name: String
        var instance: Int
        var output = 0
        var groups: [[Int]]?
        var method = LIME(samples: 60_000)
        /// Columns of the instance that are replaced, a category that the background lacks among them.
        var replaced: [Int: Double] = [:]
        var testDescription: String { "\(name) \(instance) \(groups?.description ?? "") \(replaced)" }
    }

    static let sampled = [
        Sampled(name: "xgb_reg", instance: 3), Sampled(name: "xgb_const_dup", instance: 1),
        Sampled(name: "xgb_missing", instance: 2), Sampled(name: "xgb_cat_partition", instance: 0),
        Sampled(name: "xgb_cat_onehot", instance: 1, method: LIME(samples: 250_000)),
        Sampled(name: "xgb_multi", instance: 4, output: 2), Sampled(name: "lgb_reg", instance: 0),
        Sampled(name: "skl_rf_diabetes", instance: 0), Sampled(name: "xgb_dart", instance: 5),
        Sampled(name: "xgb_reg", instance: 0, groups: [[8, 0, 3], [1], [2, 6], [4], [5], [7], [9]]),
        Sampled(name: "xgb_reg", instance: 1, method: LIME(samples: 60_000, kernelWidth: 1)),
        Sampled(name: "xgb_reg", instance: 1, method: LIME(samples: 60_000, featureLimit: 3)),
        Sampled(
            name: "xgb_bin", instance: 1, method: LIME(samples: 60_000, featureLimit: 4, selection: .highestWeights)),
    ]

    @Test(arguments: sampled) func theSampleConvergesToIt(case known: Sampled) throws {
        let golden = try GoldenCase(known.name)
        var instance = golden.instance(known.instance)
        for (column, value) in known.replaced { instance[column] = value }
        let players = known.groups.map { Players(names: $0.map(\.description), columns: $0) }
        let limit = try #require(
            try limit(golden, known.method, instance: instance, players: players, outputs: [known.output]).first)
        let sample = try #require(
            try known.method.explain(
                model: golden.model, schema: golden.schema, instance: instance, background: golden.background,
                players: players ?? .features(of: golden.schema), space: .margin, outputs: [known.output],
                context: ComputeContext(seed: 1)
            ).surrogates.first)
        let errors = try #require(sample.standardErrors)
        let largest = limit.coefficients.reduce(0) { max($0, abs($1)) }
        var squares = 0.0
        for player in errors.indices {
            let distance = abs(sample.coefficients[player] - limit.coefficients[player])
            #expect(distance <= 4 * errors[player] + 1e-9 * largest)
            if errors[player] > 1e-9 * largest { squares += distance * distance / (errors[player] * errors[player]) }
        }
        let counted = errors.filter { $0 > 1e-9 * largest }.count
        #expect(counted > 0)
        // A sum of squared standard normal numbers has the mean n and the variance 2 n.
        #expect(squares - Double(counted) < 4 * (2 * Double(counted)).squareRoot())
        #expect(errors.allSatisfy { $0 < 0.1 * largest }, "\(errors) \(limit.coefficients)")
        if let chosen = known.method.featureLimit {
            #expect(limit.coefficients.filter { $0 != 0 }.count == chosen)
            #expect(zip(sample.coefficients, limit.coefficients).allSatisfy { ($0 == 0) == ($1 == 0) })
        }
        #expect(abs(sample.intercept - limit.intercept) < 0.05 * largest)
        #expect(sample.prediction == limit.prediction)
    }

    /// A category that the background lacks is the instance's alone; the penalty shrinks what is left over.
    @Test(arguments: [1.0, 3.5]) func categoriesThatTheBackgroundLacksShareTheRest(penalty: Double) throws {
        let golden = try GoldenCase("xgb_cat_partition")
        let columns = golden.schema.features.indices.filter { golden.schema.features[$0].kind.isCategorical }
        var instance = golden.instance(0)
        for column in columns { instance[column] = 9999 }
        #expect(!columns.isEmpty)
        let method = LIME(samples: 60_000, ridgePenalty: penalty)
        let limit = try #require(try limit(golden, method, instance: instance).first)
        let sample = try #require(
            try method.explain(
                model: golden.model, schema: golden.schema, instance: instance, background: golden.background,
                players: .features(of: golden.schema), space: .margin, outputs: [0], context: ComputeContext()
            ).surrogates.first)
        for column in columns {
            let known = limit.coefficients[column]
            #expect(known != 0 && known == limit.coefficients[columns[0]])
            #expect(abs(sample.coefficients[column] - known) < 0.05 * abs(known))
        }
    }

    @Test func theSameBitsAtAnyNumberOfThreadsAndForEveryOutput() throws {
        let golden = try GoldenCase("xgb_multi")
        let all = try limit(golden, instance: golden.instance(1), outputs: [2, 0, 1])
        for parallelism in [2, 4] {
            let context = ComputeContext(seed: 9, parallelism: parallelism)
            #expect(try limit(golden, instance: golden.instance(1), outputs: [2, 0, 1], context: context) == all)
        }
        #expect(try limit(golden, instance: golden.instance(1), outputs: [0]) == [all[1]])
    }

    @Test func theComplementOfAClassHasTheOppositeSurrogate() throws {
        let golden = try GoldenCase("xgb_bin")
        let both = try limit(
            golden, instance: golden.instance(0), outputs: [0, 1], model: TwoClassModel(golden.model))
        #expect(both[0].coefficients == both[1].coefficients.map { 0 - $0 })
        #expect(both[0].intercept == -both[1].intercept)
        #expect(try limit(golden, instance: golden.instance(0)) == [both[1]])
    }

    @Test func aPlayerThatNeverLeavesItsBinHasNoCoefficient() throws {
        let golden = try GoldenCase("xgb_const_dup")
        let surrogate = try #require(try limit(golden, instance: golden.instance(0)).first)
        #expect(surrogate.coefficients[5] == 0)
    }

    @Test func deepTreesAndExtremeWidthsAreNoTrouble() throws {
        let ensemble = try Chain.ensemble(depth: 3000)
        let schema = try FeatureSchema((0..<3000).map { Feature(name: "f\($0)") })
        let rows = Matrix(rows: 2, columns: 3000, storage: (0..<6000).map { $0 < 3000 ? 0 : 1 })
        let surrogate = try #require(
            try LIME().limit(
                of: ensemble, schema: schema, instance: [Double](repeating: 0, count: 3000),
                background: try Background(rows), players: .features(of: schema),
                outputs: [ClosedForm.Output(margin: 0, factor: 1, offset: 0)], predictions: [1],
                context: ComputeContext()
            ).first)
        #expect(surrogate.coefficients.allSatisfy { $0.isFinite })
        let golden = try GoldenCase("xgb_reg")
        for width in [1e-300, 1e-3, 1e300] {
            let found = try #require(
                try limit(golden, LIME(kernelWidth: width), instance: golden.instance(0)).first)
            #expect(found.coefficients.allSatisfy { $0.isFinite } && found.intercept.isFinite)
        }
    }

    @Test func numbersThatTheModelSplitsByCategoriesAreRefused() throws {
        let golden = try GoldenCase("xgb_cat_partition")
        let schema = try FeatureSchema(golden.schema.names.map { Feature(name: $0, isNullable: true) })
        let form = try #require(ClosedForm(golden.model, space: .margin))
        guard case .trees(let ensemble) = form.parts else { throw Golden.Missing(description: "trees") }
        let thrown = #expect(throws: ExplainError.self) {
            try LIME().limit(
                of: ensemble, schema: schema, instance: golden.instance(0), background: golden.background,
                players: .features(of: schema), outputs: [form.output(0)], predictions: [0],
                context: ComputeContext())
        }
        guard case .unsuitableData(let reason) = thrown else { throw Golden.Missing(description: "a reason") }
        #expect(reason.hasSuffix("declare its type codes, or use estimator sampled"))
    }

    @Test func itIsStopped() throws {
        let golden = try GoldenCase("xgb_reg")
        let cancellation = Cancellation()
        cancellation.expire()
        let context = ComputeContext(cancellation: cancellation)
        #expect(throws: ExplainError.deadlineExceeded) {
            try limit(golden, instance: golden.instance(0), context: context)
        }
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) { try limit(golden, instance: golden.instance(0), context: context) }
    }
}
