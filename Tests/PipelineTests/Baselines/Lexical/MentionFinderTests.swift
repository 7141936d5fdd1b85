import Formats
@testable import PipelineBaselines
@testable import PipelineNumerics
@testable import PipelineText
import XCTest

final class MentionFinderTests: XCTestCase {
  private func finder(_ tags: [String], language: String? = "english") -> MentionFinder {
    let forms = WordForms(language: language)
    return MentionFinder(
      trie: NameTrie(LabelNames(tags: tags), forms: forms, pool: WorkerPool(threads: 1)),
      forms: forms)
  }

  private func document(_ title: String, _ sentences: String...) -> Document {
    let tokenizer = Tokenizer()
    return Document(
      id: "d", title: tokenizer.tokens(of: title), sentences: sentences.map(tokenizer.tokens),
      tags: [])
  }

  /// The tags found in a text, in the order of `tags`.
  private func found(_ tags: [String], _ text: String, language: String? = "english") -> [String] {
    let finder = finder(tags, language: language)
    var cache = MentionFinder.Cache(finder.forms)
    return finder.mentions(in: document("", text), &cache).mentions.map { tags[Int($0.label)] }
  }

  func testFormsOfNames() {
    for (tag, text) in [
      ("neural networks", "a neural network"), ("Neural_Networks", "neural networks"),
      ("neural-network", "Neural-networks are"), ("small_world", "a smallworld model"),
      ("smallworld", "small worlds"), ("socialnetworkanalysis", "social network analysis"),
      ("use::editing", "for editing text"), ("Java (island)", "on Java , the island"),
      ("[obsolete] ferry", "the ferries"), ("c++", "in C++ and C"), ("深度学习", "用深度学习的方法"),
      ("works-with-format::mp3", "plays mp3 files"), ("1984", "written in 1984"),
    ] {
      XCTAssertEqual(found([tag], text), [tag], "\(tag) in: \(text)")
    }
    XCTAssertEqual(found(["kirjasto"], "kirjastoissa on", language: "finnish"), ["kirjasto"])
  }

  /// With a copy of all places for each of them this would take minutes.
  func testManyOccurrencesOfOneName() {
    let finder = finder(["internet"])
    var cache = MentionFinder.Cache(finder.forms)
    let text = Document(
      id: "d", title: [], sentences: [[String](repeating: "internet", count: 300_000)], tags: [])
    XCTAssertEqual(finder.mentions(in: text, &cache).mentions.map(\.places.count), [300_000])
  }

  func testWhatIsNotAName() {
    for (tag, text) in [
      ("neural networks", "a network of neural cells"), ("small world", "small , world"),
      ("c", "in c++"), ("art", "in party"), ("()", "nothing"), ("::", "nothing"), ("to do", "to"),
      ("many_words", "man"), ("at om", "atom"),
    ] {
      XCTAssertEqual(found([tag], text), [], "\(tag) in: \(text)")
    }
    // A sentence ends a name.
    let finder = finder(["small world"])
    var cache = MentionFinder.Cache(finder.forms)
    XCTAssertEqual(
      finder.mentions(in: document("so small", "world peace"), &cache).mentions.count, 0)
    XCTAssertEqual(
      finder.mentions(in: Document(id: "", title: [], sentences: [["small", "", "world"]], tags: []), &cache)
        .mentions.count, 0)
  }

  func testCountsAndPlaces() throws {
    let tags = ["network", "neural network", "deep neural networks", "learning"]
    let finder = finder(tags)
    var cache = MentionFinder.Cache(finder.forms)
    let found = finder.mentions(
      in: document("Deep neural networks", "A network learns.", "No learning."), &cache)
    XCTAssertEqual(found.words, 8)
    XCTAssertEqual(found.titleWords, 3)
    XCTAssertEqual(found.mentions.map(\.label), [0, 1, 2, 3])
    let network = found.mentions[0]
    XCTAssertEqual(network.titleCount, 1)
    XCTAssertEqual(network.textCount, 1)
    XCTAssertEqual(network.first, 2)
    XCTAssertEqual(network.last, 4)
    XCTAssertEqual(network.coveredCount, 1)
    XCTAssertEqual(network.exactCount, 1)
    XCTAssertEqual(
      network.places,
      [.init(sentence: 0, word: 2, count: 1), .init(sentence: 1, word: 1, count: 1)])
    XCTAssertEqual(found.mentions[1].coveredCount, 1)
    XCTAssertEqual(found.mentions[2].coveredCount, 0)
    XCTAssertEqual(found.mentions[2].words, 3)
    XCTAssertEqual(found.mentions[2].exactCount, 1)
    // "learns" and "learning" have one stem.
    XCTAssertEqual(found.mentions[3].textCount, 2)
    XCTAssertEqual(found.mostOccurrences, 2)
  }

  func testNamesThatLabelsShare() {
    let names = LabelNames([
      .init(label: 0, text: "bank", kind: .preferred),
      .init(label: 1, text: "banks", kind: .alternative),
      .init(label: 1, text: "riverside", kind: .preferred),
    ])
    let finder = MentionFinder(
      trie: NameTrie(names, forms: WordForms(language: "english"), pool: WorkerPool(threads: 1)),
      forms: WordForms(language: "english"))
    var cache = MentionFinder.Cache(finder.forms)
    let one = finder.mentions(in: document("", "the bank"), &cache).mentions
    XCTAssertEqual(one.map(\.sharing), [2, 2])
    XCTAssertEqual(one.map(\.kind), [.preferred, .alternative])
    let both = finder.mentions(in: document("riverside", "the bank"), &cache).mentions
    XCTAssertEqual(both[1].kind, .preferred)
    XCTAssertEqual(both[1].sharing, 1)
  }

  /// 120,000 concepts with names in six languages.
  func testLargeVocabulary() {
    let parts = ["an", "be", "co", "du", "el", "fi", "go", "hu", "ir", "jo"]
    func word(_ number: Int) -> String {
      String(number).utf8.map { parts[Int($0) - 48] }.joined()
    }
    var names: [LabelNames.Name] = []
    for label in 0..<20_000 {
      for language in 0..<6 {
        names.append(
          .init(
            label: Int32(label),
            text: label % 2 == 0
              ? word(label * 6 + language) : word(label) + " " + word(label * 6 + language),
            kind: language == 0 ? .preferred : .alternative))
      }
    }
    let forms = WordForms(language: "english")
    let finder = MentionFinder(
      trie: NameTrie(LabelNames(names), forms: forms, pool: WorkerPool(threads: 2)), forms: forms)
    let documents = (0..<500).map { i in
      document(word(2 * i * 6), word(2 * i + 1) + " " + word((2 * i + 1) * 6 + 3) + " and more")
    }
    for (i, found) in finder.mentions(in: documents, pool: WorkerPool(threads: 2)).enumerated() {
      let labels = Set(found.mentions.map(\.label))
      XCTAssert(labels.isSuperset(of: [Int32(2 * i), Int32(2 * i + 1)]), "\(i): \(labels)")
    }
  }
}
