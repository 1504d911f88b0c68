import ExplainCore
import Synchronization

/// The models of a folder, one folder a model, as an immutable catalog that a reload replaces.
final class ModelRepository: Sendable {
    private let folder: String
    private let leafTableBytes: Int
    private let watch: LoadWatch
    private let catalog = Mutex(ModelCatalog())
    /// Held while a catalog is built, so that reloads come one after another and the newest wins.
    private let loading = Mutex(())

    /// Opens a repository and loads what it holds; what does not load is a failure of the catalog, never of this call.
    ///
    /// - Parameters:
    ///   - folder: the models folder.
    ///   - leafTableBytes: the most memory that the leaf tables of a model may take.
    ///   - watch: times the loads, and reports them.
    ///   - defersLargeFiles: whether large model files are left to ``reload()``, and named among the failures until then.
    init(
        folder: String, leafTableBytes: Int = Configuration().leafTableBytes,
        watch: LoadWatch = LoadWatch(clock: SystemClock()), defersLargeFiles: Bool = false
    ) {
        self.folder = folder
        self.leafTableBytes = leafTableBytes
        self.watch = watch
        load(defersLargeFiles: defersLargeFiles)
    }

    /// The models at this moment; requests keep the snapshot they started with.
    var snapshot: ModelCatalog { catalog.withLock { $0 } }

    /// Reads the folder again and swaps the catalog: where model files are large, for one with the others first.
    ///
    /// A model that is gone from the folder is no longer served. One that is there and no longer loads goes on as it was,
    /// among the failures: a file that was half copied takes no working model out of service.
    @discardableResult
    func reload() -> ModelCatalog {
        let fresh = load(defersLargeFiles: true)
        return fresh.isPartial ? load(defersLargeFiles: false) : fresh
    }

    @discardableResult
    private func load(defersLargeFiles: Bool) -> ModelCatalog {
        loading.withLock { _ in
            let scan = RepositoryScan(
                folder: folder, leafTableBytes: leafTableBytes, earlier: snapshot, watch: watch,
                defersLargeFiles: defersLargeFiles)
            let fresh = scan.catalog().keeping(snapshot)
            catalog.withLock { $0 = fresh }
            return fresh
        }
    }
}
