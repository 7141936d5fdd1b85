@testable import PipelineNumerics
@testable import PipelineText
import XCTest

final class TagCleanerTests: XCTestCase {
  private func mapping(
    _ tags: [(String, Int)], _ options: TagCleaningOptions = .init(), wordNet: Bool = true
  ) -> TagMapping {
    var cleaner = TagCleaner(
      options, lemmatiser: WordLemmatiser(wordNet ? smallWordNet() : nil))
    for (tag, uses) in tags { cleaner.add(tag, uses: uses) }
    return cleaner.mapping()
  }

  private func labels(_ tags: [String], _ options: TagCleaningOptions = .init()) -> [[String]] {
    let mapping = mapping(tags.map { ($0, 1) }, options)
    return tags.map { mapping.labels(of: [$0]) }
  }

  func testVariantsOfAMultiWordTag() {
    let tags = [
      "semantic_web", "semanticweb", "SemanticWeb", "semantic-web,", "semantiweb", "semanitc_web",
    ]
    XCTAssertEqual(labels(tags), Array(repeating: ["semantic_web"], count: tags.count))
  }

  func testWhatStaysApart() {
    let tags = [
      "vitamin_e", "vitamin_d", "deep_cnns", "deep_rnns", "cognitive_load", "cognitive_road",
      "web_2.0", "web_3.0", "lecture_1", "lecture_2", "xemantic_web", "semantic_web", "a_b", "a_c",
      "r_programming", "reprogramming", "in_papers", "igpapers", "owl_s", "owl",
    ]
    XCTAssertEqual(labels(tags), tags.map { [$0] })
  }

  /// A slip in a short word counts where the word is written as one, too.
  func testSlipInAShortWord() {
    XCTAssertEqual(
      labels(["ada_boost", "adaboost", "adaoost"]),
      Array(repeating: ["ada_boost"], count: 3))
    XCTAssertEqual(labels(["ada_boost", "adaoost"]), [["ada_boost"], ["adaoost"]])
  }

  func testNumberAndSpellingOfMultiWordTags() {
    XCTAssertEqual(
      labels(["digital_libraries", "digital_library", "digital-library"]),
      Array(repeating: ["digital_library"], count: 3))
    // Different known words, but the American and the British one.
    XCTAssertEqual(
      labels(["user_modeling", "user_modelling"]),
      Array(repeating: ["user_modeling"], count: 2))
  }

  func testSingleWords() {
    XCTAssertEqual(
      labels(["networks", "Network", "network,"]), Array(repeating: ["network"], count: 3))
    // Known words are not misspellings of a multi-word tag, unknown ones are.
    XCTAssertEqual(
      labels(["pro_cessing", "processing", "procesing"]),
      [["pro_cessing"], ["pro_cessing"], ["pro_cessing"]])
    XCTAssertEqual(labels(["e_services", "services"]), [["e_services"], ["services"]])
  }

  func testNames() {
    // The most used form; the joined one if hardly anybody writes two words.
    XCTAssertEqual(
      mapping([("network", 2), ("networks", 3)]).labels(of: ["network"]), ["networks"])
    XCTAssertEqual(mapping([("YouTube", 2), ("youtube", 98)]).labels(of: ["YouTube"]), ["youtube"])
    XCTAssertEqual(
      mapping([("you-tube", 20), ("youtube", 98)]).labels(of: ["youtube"]), ["you_tube"])
    // Equal use: the shorter one, then the order of scalars.
    XCTAssertEqual(
      mapping([("network", 1), ("networks", 1)]).labels(of: ["networks"]), ["network"])
    XCTAssertEqual(
      mapping([("on-to_logy", 1), ("onto_lo.gy", 1)]).labels(of: ["onto_lo.gy"]), ["on_to_logy"])
  }

  /// Subjects of a vocabulary are labels as they are; between other tags a URI is an address.
  func testURIsAreLeftAloneWhereMostTagsAre() {
    let uris = ["http://www.yso.fi/onto/yso/p1", "https://e.org/Cats", "urn:nbn:de:1-S"]
    XCTAssertEqual(labels(uris + ["ToRead"]), uris.map { [$0] } + [[]])
    XCTAssertEqual(labels([uris[0], "web", "rdf"]), [[], ["web"], ["rdf"]])
    var options = TagCleaningOptions()
    options.exclusion = TagExclusion(drop: [uris[1]])
    XCTAssertEqual(labels(uris, options), [[uris[0]], [], [uris[2]]])
  }

  func testExclusion() {
    let fates = mapping([
      ("sys:relevantFor:group", 1), ("for:me", 2), ("ToRead", 3), ("to-read", 1), ("myown", 1),
      ("imported", 1), ("file-import-09-12", 1), ("http://example.org/a", 1), ("???", 1), ("", 1),
      ("web,toread", 1), ("toread/todo", 1), ("reading", 1),
    ]).fates
    let names = Dictionary(uniqueKeysWithValues: fates.map { ($0.raw, $0.name) })
    XCTAssertEqual(
      names,
      [
        "sys:relevantFor:group": "system", "for:me": "system", "ToRead": "personal",
        "to-read": "personal", "myown": "personal", "imported": "system",
        "file-import-09-12": "system", "http://example.org/a": "address", "???": "empty",
        "": "empty", "web,toread": "kept", "toread/todo": "personal", "reading": "kept",
      ])
    XCTAssertEqual(fates.first { $0.raw == "web,toread" }?.labels, ["web"])
    var options = TagCleaningOptions()
    options.exclusion = TagExclusion(keep: ["to_read"], drop: ["web"])
    XCTAssertEqual(labels(["ToRead", "Web", "for:x"], options), [["to_read"], [], []])
    options.exclusion = TagExclusion(usesDefaults: false)
    XCTAssertEqual(labels(["myown", "for:x"], options), [["myown"], ["x"]])
  }

  func testSteps() {
    let tags = ["semanticweb", "semantic_web", "semantiweb", "networks", "network"]
    var options = TagCleaningOptions()
    options.grouping.joinsWords = false
    XCTAssertEqual(labels(tags, options)[0], ["semanticweb"])
    options = TagCleaningOptions()
    options.grouping.mergesMisspellings = false
    XCTAssertEqual(labels(tags, options)[2], ["semantiweb"])
    options = TagCleaningOptions()
    options.grouping.lemmatises = false
    XCTAssertEqual(labels(tags, options)[3], ["networks"])
  }

  func testRareLabels() {
    var mapping = mapping([("rdf,web", 1), ("web", 1)])
    XCTAssertEqual(mapping.groups(of: ["rdf,web", "web"]).count, 2)
    var counts = [0, 0]
    for tags in [["rdf,web"], ["web"]] {
      for group in mapping.groups(of: tags) { counts[group] += 1 }
    }
    mapping.drop(below: 2, counts: counts)
    XCTAssertEqual(mapping.labels(of: ["rdf,web"]), ["web"])
    XCTAssertEqual(mapping.keptGroups, 1)
    XCTAssertEqual(
      mapping.fates,
      [
        TagFate(raw: "rdf,web", uses: 1, exclusion: nil, labels: ["web"], rareLabels: ["rdf"]),
        TagFate(raw: "web", uses: 1, exclusion: nil, labels: ["web"], rareLabels: []),
      ])
    mapping.drop(below: 9, counts: counts)
    XCTAssertEqual(mapping.fates.map(\.name), ["rare", "rare"])
  }

  func testUsers() {
    let mapping = mapping([("web", 1), ("Web", 1), ("rdf", 1)])
    var users = TagUsers(mapping)
    for line in ["1\tweb\t7\t2", "1\tWeb", "2\tweb", "3\tunknown", "", "2\trdf"] {
      XCTAssert(users.add(Array(line.utf8)[...]), line)
    }
    XCTAssertFalse(users.add(Array("web".utf8)[...]))
    XCTAssertEqual(mapping.groups(of: ["web", "rdf"]).map { users.counts[$0] }, [2, 1])
  }

  // MARK: Properties

  private func manyTags() -> [(String, Int)] {
    let stems = [
      "semantic_web", "digital_library", "SocialNetworks", "machine-learning", "network", "tag",
      "ontologies", "e-learning", "o'reilly", "web2.0", "rdf,owl", "web:css", "\u{1F600}",
      "\u{5E9}\u{5DC}\u{5D5}\u{5DD}", "u_s", "c++", "data_mining", "libraries",
    ]
    var tags: [(String, Int)] = []
    for (number, stem) in stems.enumerated() {
      let scalars = Array(stem.unicodeScalars)
      tags.append((stem, 40 + number))
      tags.append((stem.uppercased(), 3))
      tags.append((stem + "s", 7))
      tags.append((stem + ",", 1))
      for index in scalars.indices {
        var fewer = scalars
        fewer.remove(at: index)
        tags.append((String(String.UnicodeScalarView(fewer)), 1 + index % 3))
      }
    }
    return tags
  }

  func testOrderDoesNotMatter() {
    let tags = manyTags()
    let expected = mapping(tags)
    var random = RandomStream(seed: 7)
    for _ in 0..<5 {
      let shuffled = mapping(tags.shuffled(using: &random))
      XCTAssertEqual(shuffled.fates, expected.fates)
      XCTAssertEqual(TagReportText.groups(of: shuffled), TagReportText.groups(of: expected))
    }
  }

  func testCleaningCleanTagsChangesNothing() {
    for wordNet in [true, false] {
      let first = mapping(manyTags(), wordNet: wordNet)
      let again = mapping(
        first.groups.forms.indices.map { (first.groups.label($0), first.groups.uses[$0]) },
        wordNet: wordNet)
      for group in first.groups.forms.indices {
        let label = first.groups.label(group)
        XCTAssertEqual(again.labels(of: [label]), [label])
      }
    }
  }

  func testHostileTags() {
    let mapping = mapping([
      (String(repeating: "a", count: 10_000), 1), (String(repeating: "a_", count: 5_000), 1),
      (String(repeating: "ab,", count: 3_000), 1),
      (String(repeating: "\u{202E}", count: 10_000), 1),
      ("e\u{301}", 1), ("\u{E9}", 1), ("\u{0}", 1),
    ])
    XCTAssertEqual(mapping.fates.count, 7)
    XCTAssertEqual(mapping.labels(of: ["e\u{301}", "\u{E9}"]), ["\u{E9}"])
  }

  // MARK: Text

  func testList() throws {
    func entry(_ line: String) throws -> String? {
      try TagList.entry(Array(line.utf8)[...], file: "f", number: 3).map { "\($0.tag) \($0.count)" }
    }
    XCTAssertEqual(try entry("web"), "web 1")
    XCTAssertEqual(try entry("web\t12\r"), "web 12")
    XCTAssertEqual(try entry(""), nil)
    for line in ["web\t", "web\t0", "web\t-1", "web\tx", "web\t99999999999999"] {
      XCTAssertThrowsError(try entry(line)) {
        XCTAssertEqual(
          "\($0)",
          "f:3: the count of a tag is not a positive number. Give one tag per line, or a tag, a "
            + "tabulator and its count.")
      }
    }
  }

  func testReportText() {
    let mapping = mapping([("web", 5), ("Webs", 2), ("a\tb\\", 1), ("toread", 1)])
    XCTAssertEqual(
      mapping.fates.map(TagReportText.line),
      [
        "Webs\t2\tkept\tweb\t\n", "a\\tb\\\\\t1\tkept\ta_b\t\n", "toread\t1\tpersonal\t\t\n",
        "web\t5\tkept\tweb\t\n",
      ])
    XCTAssertEqual(
      TagReportText.groups(of: mapping), ["web\t7\tweb\tWebs\n", "a_b\t1\ta\\tb\\\\\n"])
  }
}
