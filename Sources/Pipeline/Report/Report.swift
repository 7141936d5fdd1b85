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
package struct Report: Sendable {
  /// A stage file that the report is made from.
  package struct Source: Sendable {
    /// What the file is in the report, such as `vocabulary`.
    package var role: String
    /// The name of the file, without its folder.
    package var name: String
    /// The hash of its bytes.
    package var sha256: ContentHash
    /// Its header, which says how it was made.
    package var header: StageHeader

    /// A file by its role, name, hash and header.
    package init(role: String, name: String, sha256: ContentHash, header: StageHeader) {
      self.role = role
      self.name = name
      self.sha256 = sha256
      self.header = header
    }
  }

  /// The predictions of a fold with the rule that makes tags of them.
  package struct Fold: Sendable {
    /// Scores and true labels of the fold's documents.
    package var set: PredictionSet
    /// How scores become tags.
    package var rule: DecisionRule

    /// A fold with the rule that was tuned for it.
    package init(set: PredictionSet, rule: DecisionRule) {
      self.set = set
      self.rule = rule
    }
  }

  /// The heading of the page.
  package var title: String
  /// All files that the report is made from, in the order of the provenance section.
  package var sources: [Source] = []
  /// Counts of the documents; nil without a documents file.
  package var statistics: CorpusCounts?
  /// Words and labels of the first fold.
  package var vocabulary: CorpusVocabulary?
  /// The hierarchy of the labels.
  package var relations: StoredSubsumption?
  /// The training logs, one per fold; empty for baselines.
  package var logs: [TrainingLog] = []
  /// The metrics of all folds.
  package var metrics: MetricsReport?
  /// The model, first, against others.
  package var comparison: Comparison?
  /// The predictions, one per fold.
  package var folds: [Fold] = []
  /// Documents with their attention, and the model that made it.
  package var documents: [ShownDocument] = []
  /// Names of tags for people, if they differ from the labels.
  package var names: [String: String] = [:]
  /// How many tags are listed.
  package var listedTags = 500

  /// An empty report, to be filled with what there is.
  package init(title: String) { self.title = title }

  /// The page as HTML; the same for the same content.
  ///
  /// - Throws: an error of the template engine, which is a mistake in a template.
  package func html() throws -> String {
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
