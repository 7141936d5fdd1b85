// The options about Sim: where similarities come from and which are kept.
import ArgumentParser
import Formats
import PipelineEmbedding
import PipelineRelations
import PipelineText
import StageSupport

struct SimilarityOptions: ParsableArguments {
  @Option(help: "The label vectors, an output of embed.")
  var labelVectors: String?

  @Option(
    help: """
      The output of preprocess: similarities come from labels of the same documents (cosine of \
      PPMI) instead of label vectors.
      """)
  var documents: String?

  @OptionGroup var scope: ScopeOptions

  @Option(help: ArgumentHelp("Smaller similarities become 0.", valueName: "value"))
  var similarityThreshold = 0.0

  @Option(
    help: ArgumentHelp(
      "Keep only so many most similar labels of each label (default: all).", valueName: "n"))
  var similarityTopN: Int?

  func validate() throws {
    guard (0...1).contains(similarityThreshold) else {
      throw ValidationError(
        "--similarity-threshold must be between 0 and 1, but is \(similarityThreshold).")
    }
    if let similarityTopN, similarityTopN < 1 {
      throw ValidationError("--similarity-top-n must be at least 1, but is \(similarityTopN).")
    }
    if labelVectors != nil && documents != nil {
      throw ValidationError(
        "--label-vectors and --documents both say where similarities come from; give one.")
    }
    if documents == nil && scope.split != nil {
      throw ValidationError("--split says which documents count and needs --documents.")
    }
  }

  func inputs(compat: CompatOptions) -> [(role: String, path: String)] {
    if let labelVectors { return [("labelVectors", labelVectors)] }
    if let documents { return [("documents", documents)] + scope.inputs(compat: compat) }
    return []
  }

  func parameters(compat: CompatOptions) -> [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "similarityThreshold": .double(similarityThreshold),
      "similarityTopN": .int(similarityTopN ?? 0),
    ]
    if documents != nil { values.merge(scope.parameters(compat: compat)) { a, _ in a } }
    return values
  }

  /// What labels are about which nothing is known.
  var wordForUnknown: String {
    documents == nil ? "without a vector" : "in no document or in all"
  }

  /// Sim with what is to be known about it; nil without a source.
  ///
  /// - Throws: `InputError` from the files; with `--compat original` for labels
  ///   without a vector.
  func similarity(
    of labels: Vocabulary, compat: CompatOptions, run: StageRun
  ) throws -> (sim: LabelSimilarity, report: LabelSimilarity.Report)? {
    if let documents {
      var counts = LabelCooccurrence(labels: labels)
      try forEachDocument(of: documents, in: try scope.documents(compat: compat, run: run)) {
        counts.add(tags: $0.tags)
      }
      let (sim, report) = LabelSimilarity.make(
        counts, threshold: similarityThreshold, neighbours: similarityTopN)
      return (sim, report)
    }
    guard let labelVectors else { return nil }
    let vectors = try WordVectors(StageContents(path: labelVectors, expecting: .vectors))
    let (sim, report) = LabelSimilarity.make(
      labels: labels, vectors: vectors, threshold: similarityThreshold,
      neighbours: similarityTopN)
    if compat.isOriginal { try report.requireAll(labels: labels, file: labelVectors) }
    return (sim, report)
  }
}
