// Statistics of a corpus as a table for people.
import FormatsFiles
import Foundation

extension CorpusStatistics {
  /// Lines of names and figures.
  package var text: String {
    var lines: [String] = []
    func line(_ name: String, _ figures: String) {
      lines.append(name.padding(toLength: 30, withPad: " ", startingAt: 0) + figures)
    }
    func number(_ value: Int) -> String {
      String(repeating: " ", count: max(0, 10 - "\(value)".count)) + "\(value)"
    }
    func spread(_ name: String, _ spread: Spread) {
      line(
        name,
        number(spread.minimum) + number(spread.median) + String(format: "%10.2f", spread.mean)
          + number(spread.maximum))
    }
    func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
    line("documents", number(documents))
    line("  with a title", number(documentsWithTitle))
    line("  with a text", number(documentsWithText))
    line("  with tags", number(documentsWithTags))
    line("sentences", number(sentences))
    line("words", number(words))
    line("  distinct", number(distinctWords))
    line("tag assignments", number(tagAssignments))
    line("  distinct tags", number(distinctTags))
    if let vocabulary {
      line(
        "words in the vocabulary",
        number(vocabulary.words) + "   covering \(percent(vocabulary.wordCoverage)) of all words")
      line(
        "labels in the vocabulary",
        number(vocabulary.labels)
          + "   covering \(percent(vocabulary.tagCoverage)) of all tag assignments")
    }
    lines.append("")
    line("", "   minimum    median      mean   maximum")
    spread("tags per document", tagsPerDocument)
    spread("words per title", titleWordsPerDocument)
    spread("sentences per document", sentencesPerDocument)
    spread("words per document", wordsPerDocument)
    spread("words per sentence", wordsPerSentence)
    spread("documents per tag", documentsPerTag)
    lines.append("")
    line("tags with at least", "      tags   share of assignments")
    for step in tagFrequencies {
      line(
        "  \(step.documents, "document")",
        number(step.tags) + String(format: "%14.1f %%", 100 * step.assignmentShare))
    }
    lines.append("")
    line(
      "pairs of tags together",
      number(coOccurrence.pairs) + (coOccurrence.isLowerBound ? " or more" : "")
        + String(
          format: "   density %.5f, %.1f others per tag", coOccurrence.density,
          coOccurrence.meanNeighbours))
    if let subsumptions {
      line(
        "knowledge-base pairs",
        number(subsumptions.pairs)
          + "   of \(subsumptions.labels, "label"), \(subsumptions.pairsTogether) together in a "
          + "document")
    }
    if !mostFrequentTags.isEmpty {
      lines.append(
        "most frequent tags: "
          + mostFrequentTags.map { "\($0.tag) (\($0.documents))" }.joined(separator: ", "))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
