// Sim from labels of the same documents, against its definition.
import Foundation
import XCTest

@testable import PipelineNumerics
@testable import PipelineRelations
@testable import PipelineText

final class LabelCooccurrenceTests: XCTestCase {
  private let count = 30

  private func corpus() -> [[Int]] {
    var random = RandomStream(seed: 4)
    return (0..<200).map { _ in
      (0..<Int(random.next() % 5)).map { _ in
        let topic = Int(random.next() % 5)
        return topic * 6 + Int(random.next() % 6)
      }
    }
  }

  private func cooccurrence() -> LabelCooccurrence {
    let labels = Vocabulary(
      texts: (0..<count).map { "l\($0)" }, counts: [Int](repeating: 1, count: count))
    var counts = LabelCooccurrence(labels: labels)
    for tags in corpus() { counts.add(tags: tags.map { "l\($0)" } + ["unknown"]) }
    return counts
  }

  /// The definition, with dense matrices.
  private func expected() -> [[Double]] {
    let sets = corpus().map { Set($0) }
    func number(_ labels: Set<Int>) -> Double {
      Double(sets.filter { labels.isSubset(of: $0) }.count)
    }
    let ppmi = (0..<count).map { j in
      (0..<count).map { k in
        let together = number([j, k])
        return together == 0
          ? 0 : max(0, log(together * Double(sets.count) / (number([j]) * number([k]))))
      }
    }
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    return (0..<count).map { j in
      (0..<count).map { k in
        let length = (dot(ppmi[j], ppmi[j]) * dot(ppmi[k], ppmi[k])).squareRoot()
        return j == k ? 1 : length == 0 ? 0 : dot(ppmi[j], ppmi[k]) / length
      }
    }
  }

  func testCosinesOfPPMI() {
    let expected = expected()
    for threshold in [0, 0.3] {
      let (sim, report) = LabelSimilarity.make(cooccurrence(), threshold: threshold)
      XCTAssertEqual(report.withoutVector, [])
      XCTAssertEqual(sim.form, threshold == 0 ? "dense" : "sparse")
      for j in 0..<count {
        for k in 0..<count {
          XCTAssertEqual(
            Double(sim[j, k]), expected[j][k] < threshold ? 0 : expected[j][k], accuracy: 1e-6)
          XCTAssertEqual(sim[j, k], sim[k, j])
        }
      }
    }
  }

  func testNearestLabelsOnly() {
    let (all, _) = LabelSimilarity.make(cooccurrence())
    let (sim, _) = LabelSimilarity.make(cooccurrence(), neighbours: 2)
    let chosen = (0..<count).map { j in
      Set((0..<count).filter { $0 != j }.sorted { (-all[j, $0], $0) < (-all[j, $1], $1) }.prefix(2))
    }
    for j in 0..<count {
      for k in 0..<count {
        let isKept = j == k || chosen[j].contains(k) || chosen[k].contains(j)
        XCTAssertEqual(sim[j, k], isKept ? all[j, k] : 0, "\(j), \(k)")
      }
    }
  }

  /// Nothing is known of a label of no document or of all.
  func testLabelsThatSayNothing() {
    var counts = LabelCooccurrence(labels: Vocabulary(texts: ["a", "b", "c"], counts: [1, 1, 1]))
    counts.add(tags: ["a", "b"])
    counts.add(tags: ["a"])
    let (sim, report) = LabelSimilarity.make(counts)
    XCTAssertEqual(report.withoutVector, [0, 2])
    XCTAssertEqual((0..<3).map { sim[0, $0] }, [1, 0, 0])
    XCTAssertEqual((0..<3).map { sim[2, $0] }, [0, 0, 1])
  }
}
