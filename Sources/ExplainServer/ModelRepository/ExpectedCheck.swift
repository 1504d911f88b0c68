import ExplainCore

/// Checks that a model answers here as it did where it was trained.
///
/// XGBoost adds margins in float32 in a fixed order, and so do we: its margins must be equal as float32. Everything else
/// passes through a library's own exponential or through sums in another order: within 1e-6 of the expected value, and
/// 1e-7 (float32's own resolution near 1) in probability space. A row's own `tolerance` replaces both.
struct ExpectedCheck {
    /// The model as served.
    let model: any Model
    /// The input columns.
    let schema: FeatureSchema
    /// The outputs' names.
    let outputNames: [String]
    /// The space of rows that name none.
    let space: OutputSpace

    /// How far an answer may be from the expected one.
    private enum Tolerance {
        case sameFloat
        case relative(Double, absolute: Double)

        func accepts(_ got: Double, _ expected: Double) -> Bool {
            switch self {
            case .sameFloat: Float(got) == Float(expected)
            case .relative(let relative, let absolute): abs(got - expected) <= relative * abs(expected) + absolute
            }
        }

        var text: String {
            switch self {
            case .sameFloat: "equal as float32"
            case .relative(let relative, _): "relative tolerance \(relative)"
            }
        }
    }

    /// Predicts the rows and compares.
    ///
    /// - Throws: ``ModelLoadError/expected(row:_:)`` for the first row that does not come out.
    func check(_ rows: [ModelSettings.ExpectedRow]) throws(ModelLoadError) {
        for (number, row) in rows.enumerated() {
            do { try check(row) } catch { throw .expected(row: number, error) }
        }
    }

    private func check(_ row: ModelSettings.ExpectedRow) throws(ModelLoadError.ExpectedFault) {
        let space = row.space ?? space
        let got = try predict(row, space)
        // One number for a classifier of two classes is that of the class the model itself scores, the second.
        let first = row.output.count == 1 && got.count == 2 && model is TwoClassModel ? 1 : 0
        guard row.output.count + first == got.count else {
            throw .outputCount(row.output.count, model: got.count)
        }
        let tolerance = tolerance(row, space)
        for (index, expected) in row.output.enumerated() where !tolerance.accepts(got[first + index], expected) {
            let name = first + index < outputNames.count ? outputNames[first + index] : "\(first + index)"
            throw .mismatch(
                output: name, got: got[first + index], expected: expected, space: space, tolerance: tolerance.text)
        }
    }

    private func predict(
        _ row: ModelSettings.ExpectedRow, _ space: OutputSpace
    ) throws(ModelLoadError.ExpectedFault) -> [Double] {
        guard row.row.count == schema.count else { throw .width(row.row.count, features: schema.count) }
        guard model.outputCount(in: space) != nil else { throw .spaceNotOffered(space) }
        var values: [Double] = []
        for (cell, feature) in zip(row.row, schema.features) {
            do { values.append(try FeatureCell.value(of: cell, in: feature)) } catch {
                throw .cell(feature: feature.name, error)
            }
        }
        do {
            return try model.predict(Matrix(rows: 1, columns: schema.count, storage: values), space: space).storage
        } catch {
            throw .model(error)
        }
    }

    private func tolerance(_ row: ModelSettings.ExpectedRow, _ space: OutputSpace) -> Tolerance {
        if let tolerance = row.tolerance { return .relative(tolerance, absolute: tolerance * 1e-3) }
        if space == .margin, model.structure.format.hasPrefix("xgboost") { return .sameFloat }
        return .relative(1e-6, absolute: space == .probability ? 1e-7 : 1e-9)
    }
}
