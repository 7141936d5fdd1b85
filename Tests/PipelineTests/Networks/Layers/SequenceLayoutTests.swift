// The places of positions: order, padding, blocks.
import Foundation
import XCTest

import Formats
@testable import PipelineNetworks

final class SequenceLayoutTests: XCTestCase {
  private struct Padding: Decodable {
    var sequences: [[Int32]]
    var maxlen_6: [[Int32]]
    var maxlen_1: [[Int32]]
  }

  /// The original's padding and cutting, both at the end (docs/original.md,
  /// Data): the ids that the recurrent layers read are the golden rows.
  func testPaddingAndCuttingAreTheOriginals() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/data/padding.json")
    let golden = try JSONDecoder().decode(Padding.self, from: try Data(contentsOf: url))
    for (span, expected) in [(6, golden.maxlen_6), (1, golden.maxlen_1)] {
      // Through the encoder: word n is the number n.
      let encoder = DocumentEncoder(
        words: (1...100).map { "w\($0)" }, labels: [],
        shape: DocumentShape(sentences: 1, words: span, titleWords: span), like: .original)
      let titles = golden.sequences.map { sequence in
        encoder.encode(
          [.init(id: "", title: sequence.map { "w\($0)" }, sentences: [], tags: [])]
        )[0].title
      }
      var starts = [0]
      for title in titles { starts.append(starts[starts.count - 1] + title.count) }
      for shares in [false, true] {
        let layout = SequenceLayout(
          starts: starts, inputs: titles.flatMap { $0 }, inputCount: 101,
          mode: .padded(span: span, sharesTail: shares), padding: 0, blockRows: 3)
        XCTAssertEqual(rows(layout), expected, "span \(span), shared \(shares)")
      }
    }
  }

  func testMaskedSequencesEndWithTheirLastElement() {
    let layout = SequenceLayout(
      starts: [0, 2, 2, 5], inputs: [7, 8, 1, 2, 3], inputCount: 9, mode: .masked,
      padding: nil, blockRows: 2)
    XCTAssertEqual(rows(layout), [[7, 8], [], [1, 2, 3]])
    XCTAssertEqual(layout.order, [2, 0, 1])
    XCTAssertEqual(layout.positions, 5)
    // Each position is listed once, under its input.
    for input in 0..<9 {
      let byInput = layout.byInput
      for i in Int(byInput.starts[input])..<Int(byInput.ends[input]) {
        XCTAssertEqual(Int(layout.ids[Int(byInput.members[i])]), input)
      }
    }
  }

  /// The ids of each of the caller's sequences.
  private func rows(_ layout: SequenceLayout) -> [[Int32]] {
    (0..<layout.count).map { layout.places(of: $0).map { layout.ids[$0] } }
  }
}
