// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "ignd",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "ignd-ps", targets: ["ParamServer"]),
        .executable(name: "ignd-worker", targets: ["Worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // C libraries of the system, and the C targets of our own.
        .systemLibrary(name: "CZeroMQ"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CLapack"),
        .systemLibrary(name: "CSodium"),
        .systemLibrary(name: "CSQLite"),
        .target(
            name: "CKernels", cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("m")]),
        .target(name: "CPictures", linkerSettings: [.linkedLibrary("turbojpeg"), .linkedLibrary("m")]),
        .target(name: "CMessages", linkerSettings: [.linkedLibrary("protobuf-c")]),

        // Core <- Protocol <- Experiment <- the two programs.
        .target(name: "Core", dependencies: ["CKernels", "CLapack"], swiftSettings: strict),
        .target(
            name: "Protocol",
            dependencies: ["Core", "CKernels", "CMessages", "CZeroMQ", "CSodium", "CLinux"],
            exclude: ["README.md", "ignd.proto"], swiftSettings: strict),
        .target(
            name: "Experiment",
            dependencies: [
                "Core", "Protocol", "CKernels", "CSQLite", "CPictures",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "ParamServer",
            dependencies: [
                "Core", "Protocol", "Experiment", "CKernels", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Worker",
            dependencies: [
                "Core", "Protocol", "Experiment", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Speed of the kernels; run by `make bench`, beside Benchmarks/jax_serial.py.
        .executableTarget(
            name: "KernelBenchmarks", dependencies: ["Core"], path: "Benchmarks/Kernels",
            swiftSettings: strict),

        // What the peers and the wire alone can do: `make bench`.
        .executableTarget(
            name: "RawZeroMQ", dependencies: ["CZeroMQ", "CLinux"], path: "Benchmarks/RawZeroMQ",
            swiftSettings: strict),
        .executableTarget(
            name: "PathDriver", dependencies: ["Core", "Protocol", "Experiment"],
            path: "Benchmarks/PathDriver",
            swiftSettings: strict),

        // Sessions that write down what was acknowledged: `make soak`.
        .executableTarget(
            name: "SoakClient",
            dependencies: [
                "Core", "Protocol", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Soak/Client", swiftSettings: strict),

        // Tests mirror the sources; SimulationTests and EndToEndTests stand beside.
        .testTarget(
            name: "CoreTests", dependencies: ["Core", "CKernels"], resources: [.copy("Golden")],
            swiftSettings: strict),
        .testTarget(
            name: "ExperimentTests", dependencies: ["Experiment", "Core", "Protocol"],
            resources: [.copy("Golden")], swiftSettings: strict),
        .testTarget(
            name: "ProtocolTests",
            dependencies: ["Protocol", "ParamServer", "Core", "CKernels", "CMessages"],
            swiftSettings: strict),
        .testTarget(
            name: "ParamServerTests", dependencies: ["ParamServer", "Experiment", "Core", "Protocol"],
            swiftSettings: strict),
        .testTarget(
            name: "WorkerTests", dependencies: ["Worker", "Experiment", "Core", "Protocol"],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["ParamServer", "Worker", "Experiment", "Core", "Protocol"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["Core", "Protocol", "Experiment"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
