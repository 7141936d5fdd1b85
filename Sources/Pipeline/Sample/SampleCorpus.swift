// The entry to the sample generator: documents as JSON lines, the topics as
// SKOS. It opens no file.
import Formats
import FormatsFiles
import PipelineNumerics

/// A made-up corpus of publications with user tags, reproducible to the byte.
///
/// Document `i` depends on the seed, on `i` and on the number of labels, so a
/// longer corpus begins with the documents of a shorter one, and documents can
/// be made in any order and on any thread.
public struct SampleCorpus: Sendable {
  /// The numbers of labels that can be asked for.
  public static let labelCounts = SampleLabels.countRange
  /// The number of labels unless another is asked for.
  public static let defaultLabelCount = SampleLabels.defaultCount

  let labels: SampleLabels
  private let planner: SamplePlanner
  private let tagger: SampleTagger
  private let seed: UInt64

  /// - Parameter labelCount: the size of the inventory of tags, within
  ///   `labelCounts`. `2 * labelCount` documents show every one of them.
  public init(seed: UInt64, labelCount: Int = defaultLabelCount) {
    self.seed = seed
    labels = SampleLabels(hierarchy: .standard, count: labelCount)
    planner = SamplePlanner(labels: labels)
    tagger = SampleTagger(labels: labels, seed: seed)
  }

  /// The tags that documents may carry.
  public var tags: [String] { labels.tags }

  /// The documents `range` (from 0) as JSON lines: `id`, `title`, `text`,
  /// `tags`.
  public func jsonLines(_ range: Range<Int>) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(range.count * 1_200)
    var writer = SampleTextWriter(labels: labels)
    var tags: [Int] = []
    for index in range {
      var topics = RandomStream(seed: seed, stream: 1, UInt64(index))
      let plan = planner.plan(index, &topics)
      tagger.tag(plan, into: &tags, &topics)
      writer.write(plan, RandomStream(seed: seed, stream: 2, UInt64(index)))
      append(index: index, writer: writer, tags: tags, to: &lines)
    }
    return lines
  }

  private func append(
    index: Int, writer: SampleTextWriter, tags: [Int], to lines: inout [UInt8]
  ) {
    // Names, phrases and templates hold neither quotes nor control characters
    // (the parser of the topics and the tests see to it): nothing to escape.
    lines.append(contentsOf: #"{"id":"sample-"#.utf8)
    let number = String(index + 1)
    for _ in number.utf8.count..<max(7, number.utf8.count) { lines.append(0x30) }
    lines.append(contentsOf: number.utf8)
    lines.append(contentsOf: #"","title":""#.utf8)
    lines.append(contentsOf: writer.title)
    lines.append(contentsOf: #"","text":""#.utf8)
    lines.append(contentsOf: writer.abstract)
    lines.append(contentsOf: #"","tags":["#.utf8)
    for (position, label) in tags.enumerated() {
      if position > 0 { lines.append(0x2C) }
      lines.append(0x22)
      lines.append(contentsOf: labels.tags[label].utf8)
      lines.append(0x22)
    }
    lines.append(contentsOf: "]}\n".utf8)
  }
}
