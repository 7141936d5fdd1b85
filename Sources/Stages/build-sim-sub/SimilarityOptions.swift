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

  @OptionGroup var choices: Options<SimilarityParameters>

  func validate() throws {
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
    documents == nil
      ? choices.parameters().described : headerValues(of: choices.parameters(), scope.effective(compat: compat))
  }

  /// What labels are about which nothing is known.
  var wordForUnknown: String {
    documents == nil ? "without a vector" : "in no document or in all"
  }

  /// Sim with a report about it; nil without a source.
  ///
  /// - Throws: `InputError` from the files; with `--compat original` for labels
  ///   without a vector.
  func similarity(
    of labels: Vocabulary, compat: CompatOptions, run: StageRun
  ) throws -> (sim: LabelSimilarity, report: LabelSimilarity.Report)? {
    let chosen = choices.parameters()
    if let documents {
      var counts = LabelCooccurrence(labels: labels)
      try forEachDocument(of: documents, in: try scope.documents(compat: compat, run: run)) {
        counts.add(tags: $0.tags)
      }
      let (sim, report) = LabelSimilarity.make(
        counts, threshold: chosen.threshold, neighbours: chosen.neighbours)
      return (sim, report)
    }
    guard let labelVectors else { return nil }
    let vectors = try WordVectors(StageContents(path: labelVectors, expecting: .vectors))
    let (sim, report) = LabelSimilarity.make(
      labels: labels, vectors: vectors, threshold: chosen.threshold,
      neighbours: chosen.neighbours)
    if compat.behaviour.needsAllLabelVectors { try report.requireAll(labels: labels, file: labelVectors) }
    return (sim, report)
  }
}
