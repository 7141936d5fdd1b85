// The original's corpus lines: hand-made cases, and the values that the
// original's own loaders gave.
import XCTest

@testable import Formats

final class OriginalLineTests: XCTestCase {
  func testExampleOfTheDocumentation() throws {
    let (documents, report) = try readCorpus(
      "deep nets __abstract__ we show _PAD _PAD it works __label__ ai nn\n"
    ) { $0.sentenceWords = 4 }
    XCTAssertEqual(
      documents,
      [
        RawDocument(
          id: "1", line: 1, title: .tokens([["deep", "nets"]]),
          content: .tokens([["we", "show"], ["it", "works"]]), tags: ["ai", "nn"])
      ])
    XCTAssertEqual(report.documents, 1)
    XCTAssertEqual(report.rejected, 0)
  }

  func testHoles() throws {
    let (documents, _) = try readCorpus(
      "  a  b _PAD __abstract__ _PAD c PAD_ID _PAD _PAD _PAD d  e _PAD _PAD__label__x\n"
    ) { $0.sentenceWords = 3 }
    XCTAssertEqual(documents.first?.title, .tokens([["", "", "a", "", "b"]]))
    XCTAssertEqual(documents.first?.content, .tokens([["", "c"], [], ["d", "", "e"]]))
  }

  func testStripKnowsUnicodeSpace() throws {
    let (documents, _) = try readCorpus("\u{3000}a\tb\u{A0}__label__\u{2003}x y\r\n")
    XCTAssertEqual(documents.first?.content, .tokens([["a\tb"]]))
    XCTAssertEqual(documents.first?.tags, ["x", "y"])
  }

  func testVariantIsToldFromTheFirstLineOrForced() throws {
    let plain = "a b __label__x\n"
    let titled = "a __abstract__ b __label__x\n"
    XCTAssertEqual(
      try readCorpus(plain + titled).documents.map(\.content),
      [.tokens([["a", "b"]]), .tokens([["a", "__abstract__", "b"]])])
    let (documents, report) = try readCorpus(titled + plain)
    XCTAssertEqual(documents.map(\.title), [.tokens([["a"]])])
    XCTAssertEqual(
      report.rejections,
      [Rejection(line: 2, reason: "has no `__abstract__` between title and content")])
    XCTAssertEqual(try readCorpus(plain) { $0.hasTitle = true }.report.rejected, 1)
  }

  func testEmptyTags() throws {
    let line = "a __label__x  y x \n"
    let dropped = try readCorpus(line)
    XCTAssertEqual(dropped.documents.first?.tags, ["x", "y", "x"])
    XCTAssertEqual(dropped.report.emptyTags, 1)
    let kept = try readCorpus(line) { $0.keepsEmptyTags = true }
    XCTAssertEqual(kept.documents.first?.tags, ["x", "", "y", "x"])
  }

  func testRejections() throws {
    let lines = [
      "a b", "a __label__x __label__y", "a __abstract__ b __abstract__ c __label__ x",
      "a __abstract__ b __label__  ", " __abstract__ _PAD __label__ x",
      "a __abstract__ b __label__ x",
    ]
    let (documents, report) = try readCorpus(lines.joined(separator: "\n")) {
      $0.hasTitle = true
    }
    XCTAssertEqual(documents.map(\.id), ["6"])
    XCTAssertEqual(
      report.rejections.map { "\($0.line) \($0.reason)" },
      [
        "1 has no `__label__`", "2 `__label__` occurs 2 times in it",
        "3 `__abstract__` occurs 2 times in it", "4 has no tags", "5 has no text",
      ])
  }

  func testTagsMayBeAbsentForAnnotation() throws {
    let (documents, report) = try readCorpus("a __abstract__ b\nc __abstract__ d __label__x\n") {
      $0.requiresTags = false
    }
    XCTAssertEqual(documents.map(\.tags), [[], ["x"]])
    XCTAssertEqual(report.untagged, 1)
  }

  // MARK: Golden values

  /// What the original's loaders gave for one document.
  private struct Loaded: Decodable, Equatable {
    var content: [Int]
    var title: [Int]?
    var labels: [Int]

    var withoutTrailingZeros: Loaded {
      Loaded(
        content: content.droppingTrailingZeros, title: title?.droppingTrailingZeros,
        labels: labels)
    }
  }

  private struct Golden: Decodable {
    var wordIndex: [String: Int]
    var labelIndex: [String: Int]
    var loaders: [String: [Loaded]]

    init(from decoder: any Decoder) throws {
      let fields = try decoder.singleValueContainer().decode([String: Field].self)
      wordIndex = fields["word_index"]?.index ?? [:]
      labelIndex = fields["label_index"]?.index ?? [:]
      loaders = fields.compactMapValues(\.documents)
    }

    enum Field: Decodable {
      case index([String: Int])
      case documents([Loaded])
      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let index = try? value.decode([String: Int].self) {
          self = .index(index)
        } else {
          self = .documents(try value.decode([Loaded].self))
        }
      }
      var index: [String: Int]? { if case .index(let index) = self { index } else { nil } }
      var documents: [Loaded]? {
        if case .documents(let documents) = self { documents } else { nil }
      }
    }

    /// The document as the original would have loaded it, without padding.
    func load(_ document: RawDocument, stripsTitle: Bool, hasTitle: Bool) -> Loaded? {
      guard case .tokens(let title) = document.title,
        case .tokens(let sentences) = document.content
      else { return nil }
      let words = Array(title.joined())
      let content = sentences.map { $0 + repeatElement("", count: 30 - $0.count) }
      let labels = document.tags.compactMap { labelIndex[$0] }.sorted()
      let strippedTitle = stripsTitle ? Array(words.drop(while: \.isEmpty)) : words
      return labels.isEmpty
        ? nil
        : Loaded(
          content: indices(Array(content.joined())),
          title: hasTitle ? indices(strippedTitle) : nil, labels: labels)
    }

    private func indices(_ tokens: [String]) -> [Int] {
      tokens.map { wordIndex[$0] ?? 0 }.droppingTrailingZeros
    }
  }

  private func golden(_ name: String) throws -> (Golden, [RawDocument]) {
    let folder = try XCTUnwrap(Bundle.module.resourceURL).appendingPathComponent("Golden/data")
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: folder.appendingPathComponent("\(name).json")))
    let text = try String(contentsOf: folder.appendingPathComponent("\(name).txt"), encoding: .utf8)
    let (documents, report) = try readCorpus(text)
    // One line has a single tag that the label vocabulary does not know; all
    // lines can be read.
    XCTAssertEqual(report.rejected, 0)
    XCTAssertEqual(documents.count, 9)
    return (golden, documents)
  }

  func testOriginalLoadersWithTitle() throws {
    let (golden, documents) = try golden("corpus_jman")
    for (loader, stripsTitle) in [("holdout_keep1", true), ("kfold_keep1_valid", false)] {
      let expected = try XCTUnwrap(golden.loaders[loader]).map(\.withoutTrailingZeros)
      let found = documents.compactMap {
        golden.load($0, stripsTitle: stripsTitle, hasTitle: true)
      }
      XCTAssertEqual(found, expected, loader)
      XCTAssertEqual(found.count, 8)
    }
  }

  func testOriginalLoaderWithoutTitle() throws {
    let (golden, documents) = try golden("corpus_plain")
    let expected = try XCTUnwrap(golden.loaders["holdout"]).map(\.withoutTrailingZeros)
    XCTAssertEqual(
      documents.compactMap { golden.load($0, stripsTitle: true, hasTitle: false) }, expected)
  }
}

extension [Int] {
  fileprivate var droppingTrailingZeros: [Int] {
    var rest = self
    while rest.last == 0 { rest.removeLast() }
    return rest
  }
}
