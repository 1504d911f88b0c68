import ExplainAPI
import ExplainCore

extension ModelLoadError {
    /// The reason and, where there is one, the remedy in words.
    var message: String {
        switch self {
        case .unreadable(let file, let error): "cannot read \(file): \(error.message)"
        case .deferred(let file, let bytes): "\(file), \(bytes) bytes, is being loaded"
        case .outsideFolder(let file):
            "'\(file)' leads out of the model's folder; put the file into the folder and name it relative to it"
        case .json(let file, let error): "\(file): \(error.message)"
        case .csv(let file, let error): "\(file), \(error.message)"
        case .modelFile(let file, let error): "\(file): \(error.message)"
        case .remote(let error): "explain.json: model.remote: " + Problem(error).detail
        case .mixedVersions:
            "the folder holds a model and version folders; leave only \"name\" and \"default_version\" in the "
                + "explain.json above version folders"
        case .settings(let fault): "explain.json: " + fault.message
        case .background(let file, let fault): "\(file): " + fault.message
        case .expected(let row, let fault): "explain.json: expected[\(row)]: " + fault.message
        }
    }
}

extension ModelLoadError.SettingsFault {
    /// The fault in words, to follow the file's name.
    var message: String {
        switch self {
        case .featureCount(let count, let model): "\(count) features are given, the model reads \(model)"
        case .featureOrder(let name, let position, let inModel):
            "feature '\(name)' stands at position \(position), in the model file at \(inModel); use the file's order"
        case .duplicateFeature(let name): "two features are called '\(name)'"
        case .groupNamedLikeFeature(let name): "'\(name)' is the name of a group and of a feature outside it"
        case .missingNotSupported(let name):
            "feature '\(name)' is nullable, but this model cannot read missing values"
        case .categoriesDiffer(let name):
            "the categories of '\(name)' are not those of the model file, in its order; leave them out to take the file's"
        case .outputCount(let count, let model):
            "\(count) outputs are named, the model has \(model)"
                + (model == 1 ? " (or two class names where the output is a probability)" : "")
        case .duplicateOutput(let name): "two outputs are called '\(name)'"
        case .unknownDefaultOutput(let name, let names):
            "default_output '\(name)' is none of the outputs \(names.prefix(12).joined(separator: ", "))"
        case .spaceNotOffered(let space): "the model does not offer the space '\(space.rawValue)'"
        case .noFeatures:
            "a remote model's columns are not in a file; name them in features, or give a background with a header"
        case .noOutputs:
            "the model server cannot be asked now; with its outputs named here the model is served once it answers"
        case .badAuthorization(let file): "the first line of \(file) is no value of a header field"
        case .nothingToExplain: "the model answers with labels only, which cannot be explained"
        case .otherName(let name, let expected): "the name '\(name)' is not that of the folder above, '\(expected)'"
        case .otherVersion(let version, let expected):
            "the version '\(version)' is not that of the version folder, '\(expected)'"
        case .badName(let name):
            "'\(name.prefix(64))' cannot be a name or version; use up to 128 of A-Z a-z 0-9 . _ - and no . in front"
        case .duplicateName(let name): "another folder already holds a model called '\(name)'"
        case .defaultVersion(let version): "default_version '\(version)' is none of the versions that loaded"
        }
    }
}

extension ModelLoadError.BackgroundFault {
    /// The fault in words, to follow the file's name.
    var message: String {
        switch self {
        case .empty: "the background has no rows"
        case .header(.unknown(let name, let nearest)):
            "unknown feature '\(name.prefix(64))'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        case .header(.twice(let name)): "feature '\(name.prefix(64))' stands in two columns"
        case .header(.absent(let name)): "feature '\(name)' has no column"
        case .width(let row, let count, let features): "rows[\(row)]: \(count) values where \(features) are expected"
        case .cell(let place, let feature, let error): "\(place) ('\(feature)'): \(error.message)"
        case .weight(let place): "\(place): a weight must be a finite number from 0"
        case .weights(.empty): "the background has no rows"
        case .weights(.weightCount(let count, let rows)): "\(count) weights for \(rows) rows"
        case .weights(.badWeight): "the weights must be finite numbers from 0, and one of them above 0"
        }
    }
}

extension ModelLoadError.ExpectedFault {
    /// The fault in words, to follow the row's place.
    var message: String {
        switch self {
        case .width(let count, let features): "the row has \(count) values, the model reads \(features)"
        case .cell(let feature, let error): "row['\(feature)']: \(error.message)"
        case .outputCount(let count, let model): "\(count) outputs are given, the model has \(model)"
        case .spaceNotOffered(let space): "the model does not offer the space '\(space.rawValue)'"
        case .model(.evaluation(let place, let reason)): "the model does not take the row: \(place): \(reason)"
        case .model: "the model gives no finite prediction for the row"
        case .mismatch(let output, let got, let expected, let space, let tolerance):
            "got \(got) for output '\(output)', expected \(expected) (\(space.rawValue), \(tolerance)); "
                + "the model, the order of its columns or the row is not what was trained"
        }
    }
}
