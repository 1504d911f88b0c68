/// A folder that cannot be listed.
struct FolderError: Error, CustomStringConvertible {
    /// The folder.
    let path: String

    var description: String { "\(path) is no folder that can be read: name one with --models" }
}
