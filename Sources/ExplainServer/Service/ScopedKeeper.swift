import ExplainCore

/// One instance's part of what a job keeps.
struct ScopedKeeper: WorkKeeper {
    let keeper: any WorkKeeper
    let scope: String

    var pause: Duration { keeper.pause }

    func kept(_ name: String) -> [Double] { keeper.kept(scope + "/" + name) }

    func keep(_ numbers: [Double], under name: String, at position: Int) -> Bool {
        keeper.keep(numbers, under: scope + "/" + name, at: position)
    }

    func drop(_ name: String) { keeper.drop(scope + "/" + name) }
}
