import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct DataFolderTests {
    private let folder = TemporaryFolder()

    private func failure(_ path: String) -> StorageError? {
        do throws(StorageError) {
            _ = try DataFolder(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test func isMadeForItsOwnerAlone() throws {
        let data = try DataFolder(path: folder.path + "/data")
        #expect(folder.mode(of: "data") == 0o700)
        #expect(folder.mode(of: "data/lock") == 0o600)
        #expect(data.path(of: "x") == folder.path + "/data/x")
    }

    @Test func belongsToOneAtATime() throws {
        var first: DataFolder? = try DataFolder(path: folder.path)
        let error = try #require(failure(folder.path))
        #expect(error == .folderInUse(path: folder.path, processIdentifier: getpid()))
        #expect(
            error.message == "The data folder \(folder.path) is in use by another explaind (process \(getpid())): "
                + "stop it, or choose another folder.")
        #expect(first != nil)
        first = nil
        #expect(failure(folder.path) == nil)
    }

    @Test func aPathThatIsNoFolderIsRefused() {
        folder.write([1], to: "data")
        #expect(failure(folder.path + "/data") == .folder(path: folder.path + "/data", code: ENOTDIR))
        #expect(failure(folder.path + "/data/below") == .folder(path: folder.path + "/data", code: ENOTDIR))
        #expect(failure("") == .folder(path: "", code: EINVAL))
        #expect(failure("a\u{0}b") == .folder(path: "a\u{0}b", code: EINVAL))
        #expect(
            failure(folder.path + "/data")?.message
                == "The data folder \(folder.path)/data cannot be used: Not a directory.")
    }

    @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
    func aFolderThatMayNotBeUsedIsRefused() {
        #expect(unsafe chmod(folder.path, 0o500) == 0)
        #expect(failure(folder.path) == .folder(path: folder.path + "/lock", code: EACCES))
        #expect(failure(folder.path + "/data") == .folder(path: folder.path + "/data", code: EACCES))
        #expect(unsafe chmod(folder.path, 0o700) == 0)
    }

    @Test func aHolderThatLeftNoNumberIsStillNamedAsOne() throws {
        let held = try DataFolder(path: folder.path)
        folder.write(Array("nonsense".utf8), to: "lock")
        #expect(failure(held.path) == .folderInUse(path: folder.path, processIdentifier: nil))
        #expect(failure(held.path)?.message.contains("explaind: stop it") == true)
    }
}
