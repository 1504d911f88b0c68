extension StorageError {
    /// What happened, for clients: without paths and without the words of the database.
    var summary: String {
        switch self {
        case .folder, .folderInUse: return "its folder cannot be used."
        case .newerSchema, .unreadable: return "its contents cannot be read."
        case .database(let code, _):
            switch DatabaseCode(extended: code) {
            case .busy: return "it is locked by another program."
            case .corrupt: return "it is damaged."
            case .readOnly: return "it cannot be written."
            case .full: return "the disk is full."
            case .cannotOpen: return "it cannot be opened."
            case .other: return "it does not answer (code \(code))."
            }
        }
    }
}
