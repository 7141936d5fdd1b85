// The bounds that make the sample useful: enough tags, skewed as users skew
// them, a hierarchy that tags follow.
import XCTest

@testable import PipelineNumerics
@testable import PipelineSample

final class SampleStatisticsTests: XCTestCase {
  /// Documents of the sample that the program comes with.
  private static let sampleSize = 2_400

  func testTagsOfTheDefaultSample() throws {
    for seed: UInt64 in [1, 2] {
      let documents = try SampleCorpus(seed: seed).documents(0..<Self.sampleSize)
      let counts = frequencies(documents)
      XCTAssertEqual(counts.count, SampleCorpus.defaultLabelCount, "seed \(seed)")
      let mean = Double(documents.reduce(0) { $0 + $1.tags.count }) / Double(documents.count)
      XCTAssert((4.5...5.5).contains(mean), "seed \(seed): mean \(mean)")
      // Skewed, with a tail that can still be learnt from.
      XCTAssert((700...950).contains(counts[0]), "seed \(seed): \(counts[0])")
      XCTAssert((40...65).contains(counts[50]), "seed \(seed): \(counts[50])")
      XCTAssert((6...12).contains(counts[250]), "seed \(seed): \(counts[250])")
      XCTAssert((1...4).contains(counts[499]), "seed \(seed): \(counts[499])")
    }
  }

  /// Two documents for each label show them all, however many they are.
  func testLabelCountIsExact() throws {
    for (seed, count) in [(1, 150), (2, 700), (3, 5_196), (4, 12_000)] as [(UInt64, Int)] {
      let corpus = SampleCorpus(seed: seed, labelCount: count)
      XCTAssertEqual(Set(corpus.tags).count, count)
      let documents = try corpus.documents(0..<2 * count)
      XCTAssertEqual(frequencies(documents).count, count, "seed \(seed)")
    }
  }

  /// A tag with one of its broader tags beside it: what subsumption lives on.
  func testBroaderTagsOccurTogether() throws {
    let corpus = SampleCorpus(seed: 1)
    var broader: [String: String] = [:]
    for concept in corpus.concepts.concepts {
      broader[concept.tag] = concept.parent.map { corpus.concepts.concepts[$0].tag }
    }
    let documents = try corpus.documents(0..<Self.sampleSize)
    let together = documents.filter { document in
      document.tags.contains { tag in
        broader[tag].map { document.tags.contains($0) } ?? false
      }
    }
    let share = Double(together.count) / Double(documents.count)
    XCTAssert((0.7...0.85).contains(share), "\(share)")
  }

  /// Users forget: the name of the topic itself is often missing.
  func testTagsAreIncomplete() throws {
    let corpus = SampleCorpus(seed: 1)
    let documents = try corpus.documents(0..<Self.sampleSize)
    let missing = documents.indices.filter { index in
      var random = RandomStream(seed: 1, for: .sampleTopics, at: UInt64(index))
      let focus = corpus.author.plan(index, &random).focus
      return !documents[index].tags.contains(corpus.concepts.concepts[focus].tag)
    }
    let share = Double(missing.count) / Double(documents.count)
    XCTAssert((0.05...0.2).contains(share), "\(share)")
  }

  /// How often each tag occurs, the most frequent first.
  private func frequencies(_ documents: [SampleDocument]) -> [Int] {
    var counts: [String: Int] = [:]
    for document in documents { for tag in document.tags { counts[tag, default: 0] += 1 } }
    return counts.values.sorted(by: >)
  }
}
