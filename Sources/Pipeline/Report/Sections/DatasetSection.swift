// What the documents and tags are like.
import PipelineEvaluation
import PipelineText

extension Report {
  var datasetSection: ReportSection {
    let (id, title) = ("dataset", "Dataset")
    guard let statistics, statistics.documents > 0 else {
      return missing(id, title, needs: "the documents")
    }
    var facts: [(name: String, value: String)] = [
      ("documents", grouped(statistics.documents)),
      ("documents without tags", grouped(statistics.byTags.first ?? 0)),
      ("documents without title", grouped(statistics.untitled)),
      ("distinct tags", grouped(statistics.distinctTags)),
      ("tags per document, mean", fixed(CorpusCounts.mean(statistics.byTags), 2)),
      ("words per document, median", "\(statistics.medianWords)"),
      ("words per title, mean", fixed(statistics.meanTitleWords, 1)),
      ("sentences per document, mean", fixed(CorpusCounts.mean(statistics.bySentences), 1)),
      ("words in all", grouped(statistics.tokens)),
    ]
    let counts = statistics.tagCounts
    facts.append(("tags of one document only", grouped(counts.count { $0 == 1 })))
    if let vocabulary {
      facts += [
        ("training documents", grouped(vocabulary.documents)),
        ("words in the vocabulary", grouped(vocabulary.words.count)),
        ("tags in the vocabulary", grouped(vocabulary.labels.count)),
      ]
    }
    if !folds.isEmpty {
      facts.append(("folds", "\(folds.count)"))
      facts.append(("test documents, first fold", grouped(folds[0].set.ids.count)))
    }
    // The long tail of a histogram goes into its last bar.
    func histogram(_ counts: [Int], _ limit: Int) -> [(x: Double, y: Double)] {
      var bars = counts.prefix(limit).map { Double($0) }
      let rest = counts.dropFirst(limit).reduce(0, +)
      if rest > 0 { bars.append(Double(rest)) }
      return bars.enumerated().map { (Double($0.offset), $0.element) }
    }
    let limit = 25
    let more = statistics.byTags.count > limit ? " (\(limit): or more)" : ""
    let tags = LineChart(
      title: "Tags per document", xTitle: "tags" + more, yTitle: "documents",
      series: [.init(name: "", points: histogram(statistics.byTags, limit), form: .bars)],
      xBounds: -0.7...Double(min(statistics.byTags.count, limit + 1)) - 0.3,
      xIsWhole: true)
    var last = -1
    let ranks = LineChart(
      title: "Frequency of tags", xTitle: "rank of the tag", yTitle: "documents",
      series: [
        .init(
          name: "",
          points: counts.enumerated().compactMap { place, count in
            // Where counts are equal, first and last say all.
            defer { last = count }
            let isEnd = place + 1 == counts.count || counts[place + 1] != count
            return count != last || isEnd ? (Double(place + 1), Double(count)) : nil
          })
      ], xKind: .logarithmic, yKind: .logarithmic)
    return ReportSection(
      id: id, title: title,
      blocks: [.tiles(facts.map { .init(name: $0.name, value: $0.value) }), .charts([tags])]
        + (counts.isEmpty ? [] : [.folded(title: "Frequency of tags", [.charts([ranks])])]))
  }

  /// `1,116,791`.
  func grouped(_ count: Int) -> String {
    let digits = String(count)
    return digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
      text.append(digit.element)
    }
  }

  func fixed(_ value: Double, _ decimals: Int) -> String {
    value.isFinite ? String(fixed: value, decimals: decimals) : "–"
  }
}
