// The report of a run: what it is made from, and its way to one HTML page: what was
// learnt in plain words, then results, then how they came about and the data. Each
// section is a file in Sections; the page's look is in Page.
import Formats
import FormatsFiles
import PipelineEvaluation
import PipelineNetworks
import PipelineRelations
import PipelineText

/// Everything that a report can show. Only what is there is shown; what is
/// missing is named.
public struct Report: Sendable {
  /// A stage file that the report is made from.
  public struct Source: Sendable {
    public var role: String
    /// The name of the file, without its folder.
    public var name: String
    public var sha256: ContentHash
    public var header: StageHeader

    public init(role: String, name: String, sha256: ContentHash, header: StageHeader) {
      self.role = role
      self.name = name
      self.sha256 = sha256
      self.header = header
    }
  }

  /// The predictions of a fold with the rule that makes tags of them.
  public struct Fold: Sendable {
    public var set: PredictionSet
    public var rule: DecisionRule

    public init(set: PredictionSet, rule: DecisionRule) {
      self.set = set
      self.rule = rule
    }
  }

  public var title: String
  public var sources: [Source] = []
  public var statistics: CorpusCounts?
  public var vocabulary: CorpusVocabulary?
  public var relations: StoredSubsumption?
  public var logs: [TrainingLog] = []
  public var metrics: MetricsReport?
  /// The model, first, against others.
  public var comparison: Comparison?
  public var folds: [Fold] = []
  /// Documents with their attention, and the model that made it.
  public var documents: [ShownDocument] = []
  /// Names of tags for people, if they differ from the labels.
  public var names: [String: String] = [:]
  /// How many tags are listed.
  public var listedTags = 500

  public init(title: String) { self.title = title }

  /// The page as HTML; the same for the same content.
  ///
  /// - Throws: an error of the template engine, which is a mistake in a template.
  public func html() throws -> String {
    let sections = [
      metricsSection, comparisonSection, thresholdSection, labelSection, siblingSection,
      documentSection, learningSection, knowledgeSection, datasetSection, provenanceSection,
    ]
    let source = sources.lazy.compactMap(\.header.source).first
    let page = ReportPage(
      title: title,
      subtitle: [
        metrics?.table.models.first.map { "Model \($0.name)" },
        source.map { "documents from: \($0)" }, "JMAN \(JMAN.version)",
      ].compactMap { $0 }.joined(separator: " · "),
      story: story, glance: glance, sections: sections)
    return try PageTemplate().render(page)
  }

  /// A tag as people know it.
  func shown(_ label: String) -> String { names[label] ?? label }

  /// A placeholder section that says what it would need.
  func missing(_ id: String, _ title: String, needs: String) -> ReportSection {
    ReportSection(
      id: id, title: title, blocks: [.note("Left out: the report was made without \(needs).")])
  }
}
