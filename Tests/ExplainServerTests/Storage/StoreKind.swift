import Testing

@testable import ExplainServer

/// The implementations that the shared suites run over.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String { rawValue }

    /// An empty store; the one on disk keeps its files in the folder.
    func make(in folder: TemporaryFolder) throws(StorageError) -> any JobStore {
        switch self {
        case .memory: MemoryJobStore()
        case .sqlite: try SQLiteJobStore(folder: DataFolder(path: folder.path))
        }
    }
}
