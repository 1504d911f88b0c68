// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Debug builds of the numerical core are optimised: its kernels run 35-100 times slower otherwise, and the tests with them.
let kernels: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "explaind",
    products: [
        .library(name: "ExplainCore", targets: ["ExplainCore"]),
        .library(name: "ExplainAPI", targets: ["ExplainAPI"]),
        .executable(name: "explaind", targets: ["ExplainServer"]),
        .executable(name: "explainctl", targets: ["explainctl"]),
        .executable(name: "explain-bench", targets: ["explain-bench"]),
    ],
    targets: [
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .yum(["sqlite-devel"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "ExplainCore", swiftSettings: kernels),
        .target(name: "ExplainAPI", dependencies: ["ExplainCore"], swiftSettings: strict),
        .executableTarget(
            name: "ExplainServer", dependencies: ["ExplainCore", "ExplainAPI", "CSQLite", "CLinux"],
            swiftSettings: strict),
        .executableTarget(name: "explainctl", dependencies: ["ExplainCore", "ExplainAPI"], swiftSettings: strict),
        .executableTarget(
            name: "explain-bench", dependencies: ["ExplainCore"], path: "Benchmarks/explain-bench",
            swiftSettings: strict),
        .testTarget(name: "ExplainCoreTests", dependencies: ["ExplainCore"], swiftSettings: strict),
        .testTarget(
            name: "ExplainServerTests", dependencies: ["ExplainCore", "ExplainAPI", "ExplainServer", "explainctl"],
            swiftSettings: strict),
    ]
)
