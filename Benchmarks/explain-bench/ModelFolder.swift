import ExplainCore

/// The models of a folder: `NAME.json` or `NAME.txt`, each with `NAME.background.csv` and `NAME.instances.csv`.
struct ModelFolder {
    /// The models that could be read, by name.
    private(set) var subjects: [Subject] = []
    /// The others, with the reason.
    private(set) var skipped: [Skipped] = []

    /// A model file that is not measured.
    struct Skipped {
        /// The file's name.
        let name: String
        /// Why.
        let reason: String
    }

    /// Reads the models of `folder`.
    ///
    /// - Throws: ``FolderError`` when the folder cannot be listed.
    init(_ folder: String) throws(FolderError) {
        guard let names = InputFile.names(in: folder) else { throw FolderError(path: folder) }
        for file in names {
            guard let dot = file.lastIndex(of: "."), [".json", ".txt"].contains(String(file[dot...])) else { continue }
            let name = String(file[..<dot])
            guard names.contains("\(name).background.csv") else { continue }
            do {
                subjects.append(try Subject(name: name, path: "\(folder)/\(file)", stem: "\(folder)/\(name)"))
            } catch {
                skipped.append(Skipped(name: file, reason: error.reason))
            }
        }
    }
}
