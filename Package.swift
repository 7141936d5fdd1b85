// swift-tools-version: 6.1
import PackageDescription

// Arrows point down only: Stages -> Pipeline -> Formats -> system modules, and within
// Pipeline as the first list says. A folder Sources/Pipeline/Text is the target PipelineText,
// for types and other packages own the short names; FormatsFiles and FormatsRDF likewise, and
// Formats is what is left of its folder.

/// The parts of Pipeline with all that they may import; each uses only those above it.
let pipeline: [(name: String, uses: [Target.Dependency])] = [
  (
    "PipelineNumerics", ["CNumerics", "FormatsFiles"]
  ),
  (
    "PipelineSample", ["Formats", "FormatsFiles", "PipelineNumerics"]
  ),
  (
    "PipelineText", ["CStemmer", "Formats", "FormatsFiles", "FormatsRDF", "PipelineNumerics"]
  ),
  (
    "PipelineEmbedding", ["Formats", "FormatsFiles", "PipelineNumerics", "PipelineText"]
  ),
  (
    "PipelineRelations",
    ["Formats", "FormatsFiles", "FormatsRDF", "PipelineEmbedding", "PipelineNumerics", "PipelineText"]
  ),
  (
    "PipelineStatistics", ["Formats", "FormatsFiles", "PipelineRelations", "PipelineText"]
  ),
  (
    "PipelineEvaluation", ["Formats", "FormatsFiles", "PipelineNumerics", "PipelineText"]
  ),
  (
    "PipelineFeatures",
    ["Formats", "FormatsFiles", "FormatsRDF", "PipelineEmbedding", "PipelineNumerics", "PipelineText"]
  ),
  (
    "PipelineBaselines",
    [
      "Formats", "FormatsFiles", "FormatsRDF", "PipelineEmbedding", "PipelineEvaluation",
      "PipelineFeatures", "PipelineNumerics", "PipelineText",
    ]
  ),
  (
    "PipelineNetworks",
    [
      "Formats", "FormatsFiles", "PipelineBaselines", "PipelineEmbedding", "PipelineEvaluation",
      "PipelineFeatures", "PipelineNumerics", "PipelineText",
    ]
  ),
  (
    "PipelineAnnotation",
    [
      "Formats", "FormatsFiles", "PipelineBaselines", "PipelineEmbedding", "PipelineEvaluation",
      "PipelineFeatures", "PipelineNetworks", "PipelineNumerics", "PipelineText",
    ]
  ),
  (
    "PipelineReport",
    [
      "Formats", "FormatsFiles", "PipelineEvaluation", "PipelineFeatures", "PipelineNetworks", "PipelineNumerics",
      "PipelineRelations", "PipelineText", .product(name: "Mustache", package: "swift-mustache"),
    ]
  ),
]

/// The stages, each one folder below Sources/Stages, with the parts that they use.
let stages: [(name: String, uses: [Target.Dependency])] = [
  (
    "annotate",
    [
      "PipelineAnnotation", "PipelineBaselines", "PipelineEvaluation", "PipelineFeatures", "PipelineNetworks",
      "PipelineNumerics", "PipelineRelations", "PipelineText",
    ]
  ),
  ("build-concepts", ["PipelineRelations"]),
  ("build-sim-sub", ["PipelineEmbedding", "PipelineRelations", "PipelineText"]),
  ("build-vocab", ["PipelineText"]),
  ("clean-tags", ["PipelineRelations", "PipelineText"]),
  ("corpus-dump", []),
  ("corpus-stats", ["PipelineRelations", "PipelineStatistics", "PipelineText"]),
  ("dag", ["Workflow"]),
  ("embed", ["PipelineEmbedding", "PipelineNumerics", "PipelineText"]),
  (
    "encode",
    [
      "PipelineBaselines", "PipelineEmbedding", "PipelineFeatures", "PipelineNumerics", "PipelineRelations",
      "PipelineText",
    ]
  ),
  ("evaluate", ["PipelineEvaluation", "PipelineNumerics", "PipelineRelations", "PipelineText"]),
  ("export-onnx", ["PipelineAnnotation", "PipelineNetworks", "PipelineNumerics"]),
  ("export-vectors", ["PipelineEmbedding"]),
  ("fuse", ["PipelineAnnotation", "PipelineEvaluation", "PipelineFeatures", "PipelineNumerics"]),
  ("inspect", []),
  ("make-sample", ["PipelineNumerics", "PipelineSample"]),
  ("predict", ["PipelineAnnotation", "PipelineEvaluation", "PipelineFeatures", "PipelineNumerics"]),
  ("preprocess", ["PipelineNumerics", "PipelineRelations", "PipelineText"]),
  ("rdf-dump", []),
  (
    "report",
    [
      "PipelineAnnotation", "PipelineEvaluation", "PipelineFeatures", "PipelineNetworks", "PipelineNumerics",
      "PipelineRelations", "PipelineReport", "PipelineText",
    ]
  ),
  ("split", ["PipelineNumerics", "PipelineText"]),
  ("sweep-table", ["PipelineEvaluation"]),
  (
    "train",
    [
      "PipelineBaselines", "PipelineEmbedding", "PipelineFeatures", "PipelineNetworks", "PipelineNumerics",
      "PipelineRelations", "PipelineText",
    ]
  ),
  (
    "train-baseline",
    [
      "PipelineAnnotation", "PipelineBaselines", "PipelineEmbedding", "PipelineEvaluation", "PipelineFeatures",
      "PipelineNumerics", "PipelineText",
    ]
  ),
  ("tune", ["PipelineEvaluation"]),
  ("verify", []),
]

let formats: [Target.Dependency] = ["Formats", "FormatsFiles", "FormatsRDF"]

// The service needs a web server, which takes minutes to build. Who wants it asks for it:
// JMAN_SERVICE=1 swift build --product serve
let hasService = Context.environment["JMAN_SERVICE"].map { !$0.isEmpty } ?? false

let service: [Target] = [
  .executableTarget(
    name: "serve",
    dependencies: [
      "StageSupport", "PipelineAnnotation", "PipelineEvaluation", "PipelineFeatures", "PipelineNetworks",
      "PipelineNumerics", "PipelineText",
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ] + formats,
    path: "Sources/Stages/serve")
]

let package = Package(
  name: "jman",
  products: [
    .library(name: "Formats", targets: ["Formats", "FormatsFiles", "FormatsRDF"]),
    .library(name: "Pipeline", targets: pipeline.map(\.name)),
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
      name: "FormatsFiles", dependencies: ["CZlib", "CCrypto"], path: "Sources/Formats/Files"),
    .target(
      name: "FormatsRDF", dependencies: ["FormatsFiles", "CXML2"], path: "Sources/Formats/RDF"),
    .target(
      name: "Formats", dependencies: ["FormatsFiles", "FormatsRDF", "CZlib"],
      path: "Sources/Formats", exclude: ["Files", "RDF"]),
    .target(
      name: "StageSupport",
      dependencies: [
        "PipelineAnnotation", "PipelineBaselines", "PipelineEvaluation", "PipelineFeatures", "PipelineNetworks",
        "PipelineNumerics", "PipelineRelations", "PipelineText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ] + formats,
      path: "Sources/Stages/Support"),
    // What orders the stages: parameters, sweeps, archives. It computes nothing.
    .target(
      name: "Workflow",
      dependencies: [
        "Formats", "FormatsFiles", "PipelineBaselines", "PipelineEmbedding", "PipelineEvaluation", "PipelineNetworks",
        "PipelineNumerics", "PipelineRelations", "PipelineSample", "PipelineText", "StageSupport",
      ],
      path: "Sources/Stages/Workflow"),
  ]
    + pipeline.map { part in
      .target(
        name: part.name, dependencies: part.uses,
        path: "Sources/Pipeline/\(part.name.dropFirst("Pipeline".count))")
    }
    + stages.map { stage in
      .executableTarget(
        name: stage.name,
        dependencies: [
          "StageSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ] + formats + stage.uses,
        path: "Sources/Stages/\(stage.name)")
    }
    + (hasService ? service : [])
    + [
      .testTarget(
        name: "FormatsTests", dependencies: formats,
        path: "Tests/FormatsTests",
        resources: [.copy("Golden")]),
      .testTarget(
        name: "PipelineTests",
        dependencies: ["CNumerics"] + formats + pipeline.map { .init(stringLiteral: $0.name) },
        path: "Tests/PipelineTests",
        resources: [.copy("Golden")]),
      .testTarget(
        name: "WorkflowTests", dependencies: ["Workflow", "StageSupport"] + formats, path: "Tests/WorkflowTests"),
      .testTarget(
        name: "StagesTests",
        dependencies: [
          "StageSupport", "PipelineBaselines", "PipelineEmbedding", "PipelineEvaluation", "PipelineFeatures",
          "PipelineNetworks", "PipelineNumerics", "PipelineRelations", "PipelineText",
        ] + formats,
        path: "Tests/StagesTests"),
    ],
  swiftLanguageModes: [.v6]
)
