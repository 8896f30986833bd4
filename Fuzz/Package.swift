// swift-tools-version: 6.2
import PackageDescription

// The readers of ignd built for libFuzzer: a package of its own, since it needs flags that the main one must not have.
// Sources/ has links to the sources of the main package, and the driver.

// FUZZ_SANITIZE=address looks for wrong memory accesses too.
let sanitizer = Context.environment["FUZZ_SANITIZE"].map { ",\($0)" } ?? ""

// Only what is attacked is instrumented for coverage: libFuzzer looks at every counter after every run.
let watched: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer\(sanitizer)", "-enable-testing"])]
let watchedC: [CSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link\(sanitizer)"])]
let sanitizedC: [CSetting] = sanitizer.isEmpty ? [] : [.unsafeFlags(["-fsanitize=\(sanitizer.dropFirst())"])]
let fuzzer: [SwiftSetting] = [.unsafeFlags(["-parse-as-library"])]
let linking: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer\(sanitizer)", "-use-ld=lld"])]

let package = Package(
    name: "ignd-fuzz",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CLapack"),
        .systemLibrary(name: "CSodium"),
        .systemLibrary(name: "CSQLite"),
        .target(name: "CKernels", cSettings: sanitizedC, linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "CPictures", cSettings: sanitizedC,
            linkerSettings: [.linkedLibrary("turbojpeg"), .linkedLibrary("m")]),
        .target(name: "CMessages", cSettings: watchedC, linkerSettings: [.linkedLibrary("protobuf-c")]),
        .target(name: "Core", dependencies: ["CKernels", "CLapack"], swiftSettings: watched),
        .target(
            name: "Protocol",
            dependencies: ["Core", "CKernels", "CMessages", "CZeroMQ", "CSodium", "CLinux"],
            exclude: ["README.md", "ignd.proto"], swiftSettings: watched),
        .target(
            name: "Experiment",
            dependencies: [
                "Core", "Protocol", "CKernels", "CSQLite", "CPictures",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: watched),
        .target(
            name: "ParamServer",
            dependencies: [
                "Core", "Protocol", "Experiment", "CKernels", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Program.swift"], swiftSettings: watched),
        .target(name: "FuzzDriver"),
        .executableTarget(
            name: "WireFuzzer", dependencies: ["FuzzDriver", "Protocol", "Core"],
            swiftSettings: fuzzer, linkerSettings: linking),
        .executableTarget(
            name: "InputFuzzer",
            dependencies: ["FuzzDriver", "ParamServer", "Experiment", "Protocol", "Core", "CKernels"],
            swiftSettings: fuzzer, linkerSettings: linking),
    ],
    swiftLanguageModes: [.v6]
)
