// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors where continuous integration asks for it; elsewhere a newer compiler must not break the build.
let warningsAreErrors = Context.environment["REHEARSAL_WARNINGS"] == "error"

let settings: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// A room: its rooms below, and the products it takes from other packages.
func room(_ name: String, _ rooms: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: rooms, swiftSettings: settings)
}

func tests(_ name: String, _ rooms: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: rooms, resources: resources, swiftSettings: settings)
}

let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// The floors, lowest first. An arrow points down only; Tests/TidyTests holds this table.
let floors: [Target] = [
    // 0
    .systemLibrary(name: "COpus", pkgConfig: "opus", providers: [.apt(["libopus-dev"]), .brew(["opus"])]),
    .systemLibrary(name: "CVPX", pkgConfig: "vpx", providers: [.apt(["libvpx-dev"]), .brew(["libvpx"])]),
    room("Units"),
    room("Statistics"),
    // 1
    room("Plots"),
    room("RawMedia", ["Units", "Statistics"]),
    room("RTPWire", ["Units"]),
    room("VirtualTime", ["Units", "Statistics"]),
    // 2
    room("MediaCodecs", ["Units", "RawMedia", "COpus", "CVPX"]),
    room("NetworkEmulation", ["Units", "Statistics", "VirtualTime", heap, deque]),
    room("CrossTraffic", ["Units", "Statistics", "VirtualTime", heap, deque]),
    room("MediaTransport", ["Units", "Statistics", "RTPWire", deque]),
    room("QualityModels", ["Units", "Statistics", "RawMedia"]),
    room("ClinicModel", ["Units", "Statistics", "VirtualTime"]),
    // 3
    room(
        "Scenarios",
        ["Units", "Statistics", "VirtualTime", "NetworkEmulation", "QualityModels", "ClinicModel", yams]
    ),
    room("Results", ["Units", "Statistics", "VirtualTime", "QualityModels", "ClinicModel"]),
    // 4
    room(
        "CallSimulation",
        [
            "Units", "Statistics", "RawMedia", "RTPWire", "VirtualTime", "MediaCodecs", "NetworkEmulation",
            "MediaTransport", "QualityModels", "ClinicModel", "Scenarios", "Results", "CrossTraffic", deque,
        ]
    ),
    room("LiveCalls", ["Units", "Statistics", "VirtualTime", "NetworkEmulation", heap]),
    room("Planning", ["Statistics"]),
    room("Reports", ["Units", "Statistics", "Plots", "QualityModels", "Results"]),
    room("ExternalScores", ["Units", "RawMedia", "QualityModels"]),
    // 5
    room(
        "Runner",
        [
            "Units", "Statistics", "RawMedia", "RTPWire", "MediaCodecs", "NetworkEmulation", "QualityModels",
            "Scenarios", "Results",
            "CallSimulation", "Planning", "Reports", "VirtualTime", "ExternalScores", "ClinicModel",
        ]
    ),
    // 6
    .executableTarget(
        name: "rehearsal",
        dependencies: [
            "Units", "QualityModels", "NetworkEmulation", "MediaCodecs", "Scenarios", "Results", "CallSimulation",
            "Planning", "LiveCalls", "Reports", "ExternalScores", "Runner", arguments,
        ],
        swiftSettings: settings
    ),
]

// What holds the rooms to their word.
let checks: [Target] = [
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("StatisticsTests", ["Statistics", "TestSupport"]),
    tests("PlotsTests", ["Plots"]),
    tests("RawMediaTests", ["RawMedia", "Units"]),
    tests("RTPWireTests", ["RTPWire", "Units", "TestSupport"]),
    tests("VirtualTimeTests", ["VirtualTime", "Units"]),
    tests("MediaCodecsTests", ["MediaCodecs", "RawMedia", "Units"]),
    tests(
        "NetworkEmulationTests",
        ["NetworkEmulation", "VirtualTime", "Statistics", "Units", "TestSupport"],
        resources: [.copy("Vectors")]
    ),
    tests(
        "CrossTrafficTests",
        ["CrossTraffic", "NetworkEmulation", "VirtualTime", "Statistics", "Units", "TestSupport"],
        resources: [.copy("Vectors")]
    ),
    tests("MediaTransportTests", ["MediaTransport", "RTPWire", "Units", "TestSupport"]),
    tests(
        "ClinicModelTests",
        ["ClinicModel", "Statistics", "Units", "VirtualTime"],
        resources: [.copy("Vectors")]
    ),
    .target(
        name: "GoldenClips",
        dependencies: ["RawMedia", "Results"],
        path: "Tests/GoldenClips",
        resources: [.copy("Vectors")],
        swiftSettings: settings
    ),
    tests(
        "QualityModelsTests",
        [
            "QualityModels", "RawMedia", "MediaCodecs", "Units", "Statistics", "TestSupport", "GoldenClips",
        ],
        resources: [.copy("Vectors")]
    ),
    tests("ExternalScoresTests", ["ExternalScores", "GoldenClips", "QualityModels", "RawMedia", "Units"]),
    tests("ScenariosTests", ["Scenarios", "NetworkEmulation", "QualityModels", "ClinicModel", "Units"]),
    tests(
        "ResultsTests",
        ["Results", "VirtualTime", "QualityModels", "ClinicModel", "Statistics", "Units", "TestSupport"]
    ),
    tests("PlanningTests", ["Planning", "Statistics", "TestSupport"]),
    tests("ReportsTests", ["Reports", "Plots", "Results", "QualityModels", "Units"]),
    tests(
        "CallSimulationTests",
        [
            "CallSimulation", "Scenarios", "Results", "QualityModels", "Units", "NetworkEmulation", "RawMedia",
            "MediaTransport", "MediaCodecs", "RTPWire", "VirtualTime",
        ]
    ),
    tests("LiveCallsTests", ["LiveCalls", "NetworkEmulation", "Units"]),
    tests(
        "RunnerTests",
        [
            "Runner", "Reports", "CallSimulation", "Planning", "Scenarios", "Results", "NetworkEmulation", "RTPWire",
            "RawMedia", "QualityModels", "Units", "TestSupport",
        ]
    ),
    tests(
        "EndToEndTests",
        ["rehearsal", "Reports", "Results", "RTPWire", "RawMedia", "QualityModels", "Units", yams],
        resources: [.copy("Schemas"), .copy("Tools")]
    ),
    tests("TidyTests", []),
    .target(
        name: "VideoFit",
        dependencies: ["Units", "Statistics", "RawMedia", "QualityModels"],
        path: "Tests/Calibration/VideoFit",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "video-calibration",
        dependencies: [
            "Units", "RawMedia", "MediaCodecs", "QualityModels", "ExternalScores", "VideoFit", "GoldenClips",
            "ValidationComparison",
        ],
        path: "Tests/Calibration/VideoSweep",
        swiftSettings: settings
    ),
    tests("VideoFitTests", ["VideoFit", "QualityModels", "RawMedia", "Units"]),
    .executableTarget(
        name: "quality-benchmark",
        dependencies: [
            "Units", "RawMedia", "QualityModels", "ExternalScores", "Scenarios", "CallSimulation", "Runner",
        ],
        path: "Tests/Benchmarks/Quality",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "media-benchmark",
        dependencies: ["Units", "RawMedia", "MediaCodecs", "Scenarios", "CallSimulation", "Runner"],
        path: "Tests/Benchmarks/Media",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "transport-benchmark",
        dependencies: ["Units", "RTPWire", "MediaTransport", deque],
        path: "Tests/Benchmarks/Transport",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "network-benchmark",
        dependencies: ["Units", "VirtualTime", "NetworkEmulation"],
        path: "Tests/Benchmarks/Network",
        swiftSettings: settings
    ),
    .target(
        name: "ValidationComparison",
        dependencies: ["Units", "Statistics", "QualityModels", "Results"],
        path: "Tests/Validation/Comparison",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "chromium-validation",
        dependencies: [
            "ValidationComparison", "Units", "Statistics", "RawMedia", "QualityModels", "Scenarios", "Results",
            "CallSimulation",
        ],
        path: "Tests/Validation/Chromium",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "tier-validation",
        dependencies: ["ValidationComparison", "Units", "Scenarios", "Results", "CallSimulation"],
        path: "Tests/Validation/Tiers",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "congestion-validation",
        dependencies: [
            "ValidationComparison", "Units", "QualityModels", "NetworkEmulation", "Scenarios", "Results",
            "CallSimulation",
        ],
        path: "Tests/Validation/CongestionControl",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "baseline-validation",
        dependencies: ["ValidationComparison", "Statistics", "VirtualTime", "QualityModels", "Results"],
        path: "Tests/Validation/Baselines",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "audio-validation",
        dependencies: ["Units", "RawMedia", "MediaCodecs", "QualityModels", "TestSupport"],
        path: "Tests/Validation/AudioReference",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "network-validation",
        dependencies: [
            "ValidationComparison", "Units", "Statistics", "VirtualTime", "NetworkEmulation", "CrossTraffic", "Results",
        ],
        path: "Tests/Validation/Network",
        swiftSettings: settings
    ),
    .target(
        name: "OpusFit",
        dependencies: ["ValidationComparison", "Units", "Statistics", "QualityModels", "Results"],
        path: "Tests/Calibration/Fit",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "opus-calibration",
        dependencies: [
            "OpusFit", "ValidationComparison", "Units", "RawMedia", "VirtualTime", "MediaCodecs", "Scenarios",
            "Results",
            "CallSimulation",
        ],
        path: "Tests/Calibration/Opus",
        exclude: ["anchor.py", "score.py", "requirements.txt"],
        swiftSettings: settings
    ),
    tests(
        "CalibrationTests",
        ["OpusFit", "ValidationComparison", "QualityModels", "Results", "Statistics", "Units"]
    ),
    tests(
        "ValidationTests",
        ["ValidationComparison", "Scenarios", "NetworkEmulation", "Results", "QualityModels", "Statistics", "Units"]
    ),
]

// Built by Scripts/fuzz alone: libFuzzer brings the main function.
let fuzzing: [Target] =
    Context.environment["REHEARSAL_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "RTPWire", "RawMedia", "NetworkEmulation", "Scenarios", "Results", "QualityModels", "ClinicModel",
                "CallSimulation",
            ],
            path: "Tests/Fuzz",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
        )
    ]

let package = Package(
    name: "Rehearsal",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: floors + checks + fuzzing,
    swiftLanguageModes: [.v6]
)
