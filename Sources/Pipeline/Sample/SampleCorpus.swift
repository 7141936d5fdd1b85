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
  public static let labelCounts = SampleConcepts.countRange
  /// The number of labels unless another is asked for.
  public static let defaultLabelCount = 500

  let concepts: SampleConcepts
  let author: SampleAuthor
  private let seed: UInt64

  /// - Parameter labelCount: the number of tags, within `labelCounts`. `2 * labelCount` documents
  ///   show every one of them.
  public init(seed: UInt64, labelCount: Int = defaultLabelCount) {
    self.seed = seed
    concepts = SampleConcepts(count: labelCount)
    author = SampleAuthor(concepts: concepts, seed: seed)
  }

  /// The tags that documents may have.
  public var tags: [String] { concepts.tags }

  /// The documents `range` (from 0) as JSON lines: `id`, `title`, `text`, `tags`.
  public func jsonLines(_ range: Range<Int>) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(range.count * 1_000)
    for index in range {
      var topics = RandomStream(seed: seed, for: .sampleTopics, at: UInt64(index))
      var words = RandomStream(seed: seed, for: .sampleWords, at: UInt64(index))
      let plan = author.plan(index, &topics)
      let tags = author.tags(of: plan, &topics)
      let text = author.text(of: plan, &words)
      let number = String(index + 1)
      let zeros = String(repeating: "0", count: max(0, 7 - number.utf8.count))
      lines += #"{"id":"sample-\#(zeros)\#(number)","title":""#.utf8
      lines += text.title
      lines += #"","text":""#.utf8
      lines += text.abstract
      lines += #"","tags":["#.utf8
      lines += tags.map { "\"\(concepts.tags[$0])\"" }.joined(separator: ",").utf8
      lines += "]}\n".utf8
    }
    return lines
  }
}
