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
    package var role: String
    /// The name of the file, without its folder.
    package var name: String
    package var sha256: ContentHash
    package var header: StageHeader

    package init(role: String, name: String, sha256: ContentHash, header: StageHeader) {
      self.role = role
      self.name = name
      self.sha256 = sha256
      self.header = header
    }
  }

  /// The predictions of a fold with the rule that makes tags of them.
  package struct Fold: Sendable {
    package var set: PredictionSet
    package var rule: DecisionRule

    package init(set: PredictionSet, rule: DecisionRule) {
      self.set = set
      self.rule = rule
    }
  }

  package var title: String
  package var sources: [Source] = []
  package var statistics: CorpusCounts?
  package var vocabulary: CorpusVocabulary?
  package var relations: StoredSubsumption?
  package var logs: [TrainingLog] = []
  package var metrics: MetricsReport?
  /// The model, first, against others.
  package var comparison: Comparison?
  package var folds: [Fold] = []
  /// Documents with their attention, and the model that made it.
  package var documents: [ShownDocument] = []
  /// Names of tags for people, if they differ from the labels.
  package var names: [String: String] = [:]
  /// How many tags are listed.
  package var listedTags = 500

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
