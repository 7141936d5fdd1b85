// What the knowledge base contributes, and which tags that it sees as siblings are
// confused with each other.
import Formats
import FormatsFiles
import PipelineRelations
import PipelineText

extension Report {
  var siblingSection: ReportSection {
    let (id, title) = ("siblings", "Confusion of sibling tags")
    guard let vocabulary, let relations, !folds.isEmpty else {
      return missing(id, title, needs: "predictions, vocabulary or relations")
    }
    let confusions = TagConfusions(
      folds.map { ($0.set, $0.rule) }, labels: vocabulary.labels, sub: relations)
    func share(_ count: Int) -> String {
      "\(count) (\(fixed(100 * Double(count) / Double(max(confusions.all, 1)), 1)) %)"
    }
    let labels = vocabulary.labels.texts
    func name(_ label: Int32) -> String { HTMLText.shortened(shown(labels[Int(label)])) }
    var blocks: [ReportBlock] = [
      .paragraph(
        "In a document, each missed tag with each wrongly given one: \(confusions.all, "pair"). Of "
          + "siblings (a common broader tag): \(share(confusions.siblingCount)); of a tag and its "
          + "broader or narrower one: \(share(confusions.relativeCount))."
          + (confusions.chance.map {
            " If the same tags were missed and given independently of each other, siblings would "
              + "be \(fixed(100 * $0.siblings, 1)) % of the pairs, and broader or narrower ones "
              + "\(fixed(100 * $0.relatives, 1)) %: only what is above that is confusion."
          } ?? ""))
    ]
    if confusions.siblings.isEmpty {
      blocks.append(.note("No pair of siblings was confused."))
    } else {
      blocks +=
        ReportBlock.long(
          ReportTable(
            columns: [
              .init(title: "missed"), .init(title: "given instead"), .init(title: "both are"),
              .init(title: "times", isNumber: true), .init(title: "by chance", isNumber: true),
            ],
            rows: confusions.siblings.prefix(30).map { pair in
              [
                .init(name(pair.missed)), .init(name(pair.given)),
                .init(pair.parent.map(name) ?? ""), .init(pair.count),
                .init(confusions.expected(pair), decimals: 1),
              ]
            }, isSortable: true), title: "The 30 most frequent pairs", shown: 5)
    }
    if !confusions.relatives.isEmpty {
      blocks.append(
        .folded(
          title: "A tag for its broader or narrower one",
          [
            .table(
              ReportTable(
                columns: [
                  .init(title: "missed"), .init(title: "given instead"),
                  .init(title: "times", isNumber: true), .init(title: "by chance", isNumber: true),
                ],
                rows: confusions.relatives.prefix(30).map {
                  [
                    .init(name($0.missed)), .init(name($0.given)), .init($0.count),
                    .init(confusions.expected($0), decimals: 1),
                  ]
                }))
          ]))
    }
    return ReportSection(id: id, title: title, blocks: blocks)
  }

  /// What the relations did for this model, with the weights.
  private var useOfRelations: String {
    func weight(_ name: String) -> Double? {
      for source in sources where source.header.stage == "train" {
        if let value = source.header.parameters[name]?.number { return value }
      }
      return nil
    }
    let metrics = "The pairs count in the hierarchical metrics, and siblings below."
    guard let sub = weight("lambdaSub"), let sim = weight("lambdaSim") else {
      return metrics + " Models without a network do not learn from them."
    }
    return "In the network's loss similar tags have the weight \(sim) (lambdaSim), narrower and "
      + "broader ones \(sub) (lambdaSub)"
      + (sub == 0 && sim == 0 ? ": it did not learn from them. " : ". ") + metrics
  }

  var knowledgeSection: ReportSection {
    let (id, title) = ("knowledge", "The knowledge base's part")
    guard let vocabulary, let relations else {
      return missing(id, title, needs: "vocabulary or relations")
    }
    let labels = vocabulary.labels
    guard !relations.titles.isEmpty else {
      return ReportSection(
        id: id, title: title, blocks: [.note("No knowledge base was given.")])
    }
    let involved = Set(relations.pairs.flatMap { [$0.narrower, $0.broader] })
    let facts: [(name: String, value: Int)] = [
      ("tags in the vocabulary", labels.count),
      ("tags with a concept", labels.count - relations.unmatched.count),
      ("tags with several concepts", Set(relations.ambiguous).count),
      ("tags in a pair of narrower and broader", involved.count),
      ("pairs, direct", relations.depths.count { $0 == 1 }),
      ("pairs, inferred over steps", relations.depths.count { $0 > 1 }),
    ]
    var blocks: [ReportBlock] = [
      .tiles(facts.map { .init(name: $0.name, value: grouped($0.value)) }),
      .paragraph(useOfRelations),
    ]
    if relations.titles.count > 1 {
      blocks.append(
        .table(
          ReportTable(
            columns: [.init(title: "knowledge base"), .init(title: "pairs", isNumber: true)],
            rows: relations.titles.enumerated().map { number, name in
              [
                .init(HTMLText.shortened(name, to: 200)),
                .init(relations.sources.count { $0 == number }),
              ]
            })))
    }
    func name(_ label: Int32) -> String {
      HTMLText.shortened(shown(labels.texts[Int(label)]))
    }
    if !relations.pairs.isEmpty {
      let frequent = relations.pairs.indices.sorted {
        let counts = [$0, $1].map { place in
          let pair = relations.pairs[place]
          return min(labels.counts[Int(pair.narrower)], labels.counts[Int(pair.broader)])
        }
        return (counts[1], $0) < (counts[0], $1)
      }
      blocks.append(.note("The pairs of the most frequent tags, and where they come from:"))
      blocks +=
        ReportBlock.long(
          ReportTable(
            columns: [
              .init(title: "narrower"), .init(title: "broader"),
              .init(title: "weight", isNumber: true),
            ],
            rows: frequent.prefix(25).map { place in
              [
                .init(
                  name(relations.pairs[place].narrower),
                  details: [HTMLText.shortened(relations.provenance[place], to: 300)]),
                .init(name(relations.pairs[place].broader)),
                .init(Double(relations.weights[place]), decimals: 2),
              ]
            }), title: "The 25 pairs of the most frequent tags", shown: 5)
    }
    let unmatched = relations.unmatched.indices
      .sorted { relations.unmatched[$0] < relations.unmatched[$1] }.prefix(25)
    if !unmatched.isEmpty {
      blocks.append(
        .folded(
          title: "Frequent tags without a concept",
          [
            .table(
              ReportTable(
                columns: [
                  .init(title: "tag"), .init(title: "documents", isNumber: true),
                  .init(title: "names like it"),
                ],
                rows: unmatched.map { place in
                  let label = relations.unmatched[place]
                  return [
                    .init(name(label)), .init(labels.counts[Int(label)]),
                    .init(
                      HTMLText.shortened(
                        relations.candidates[place].replacing("\t", with: ", "), to: 200)),
                  ]
                }))
          ]))
    }
    return ReportSection(id: id, title: title, blocks: blocks)
  }
}
