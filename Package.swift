// swift-tools-version: 6.1
import PackageDescription

// Arrows point down only: Stages -> Pipeline -> Formats -> system modules,
// Pipeline -> CNumerics. A stage is one folder below Sources/Stages.
let stages = [
  "annotate",
  "build-concepts",
  "build-sim-sub",
  "build-vocab",
  "clean-tags",
  "corpus-dump",
  "corpus-stats",
  "dag",
  "embed",
  "encode",
  "evaluate",
  "export-onnx",
  "export-vectors",
  "fuse",
  "inspect",
  "make-sample",
  "predict",
  "preprocess",
  "rdf-dump",
  "report",
  "split",
  "sweep-table",
  "train",
  "train-baseline",
  "tune",
  "verify",
]

// The service needs a web server, which takes minutes to build. Who wants it asks for it:
// JMAN_SERVICE=1 swift build --product serve
let hasService = Context.environment["JMAN_SERVICE"].map { !$0.isEmpty } ?? false

let service: [Target] = [
  .executableTarget(
    name: "serve",
    dependencies: [
      "StageSupport", "Formats", "Pipeline",
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    path: "Sources/Stages/serve")
]

let package = Package(
  name: "jman",
  products: [
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "Pipeline", targets: ["Pipeline"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ]
    + (hasService
      ? [
        .package(
          url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1",
          traits: [])
      ] : []),
  targets: [
    .systemLibrary(
      name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CXML2", path: "Sources/CXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CStemmer", path: "Sources/CStemmer", providers: [.apt(["libstemmer-dev"])]),
    // The only C of ours: matrix products and vector kernels. It has no flags
    // of its own; each instruction set is chosen when the program runs.
    .target(name: "CNumerics", path: "Sources/CNumerics"),
    .target(
      name: "Formats", dependencies: ["CZlib", "CXML2", "CCrypto"],
      path: "Sources/Formats"),
    .target(
      name: "Pipeline",
      dependencies: [
        "Formats", "CNumerics", "CStemmer",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      path: "Sources/Pipeline"),
    .target(
      name: "StageSupport",
      dependencies: [
        "Formats", "Pipeline",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Stages/Support"),
    // What orders the stages: parameters, sweeps, archives. It computes nothing.
    .target(
      name: "Workflow", dependencies: ["Formats", "StageSupport"],
      path: "Sources/Stages/Workflow"),
  ]
    + stages.map { name in
      .executableTarget(
        name: name,
        dependencies: [
          "StageSupport", "Formats", name == "dag" ? "Workflow" : "Pipeline",
          .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Sources/Stages/\(name)")
    }
    + (hasService ? service : [])
    + [
      .testTarget(
        name: "FormatsTests", dependencies: ["Formats"],
        path: "Tests/FormatsTests",
        resources: [.copy("Golden")]),
      .testTarget(
        name: "PipelineTests", dependencies: ["Pipeline", "Formats", "CNumerics"],
        path: "Tests/PipelineTests",
        resources: [.copy("Golden")]),
      .testTarget(
        name: "WorkflowTests", dependencies: ["Workflow"], path: "Tests/WorkflowTests"),
      .testTarget(
        name: "StagesTests",
        dependencies: [.target(name: "StageSupport")],
        path: "Tests/StagesTests"),
    ],
  swiftLanguageModes: [.v6]
)
