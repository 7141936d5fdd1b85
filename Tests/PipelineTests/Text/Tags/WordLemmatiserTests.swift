import Formats
@testable import PipelineText
import XCTest

/// A few words of WordNet with their uses in its tagged texts.
func smallWordNet() -> WordNetIndex {
  var index = WordNetIndex()
  for (word, uses) in [
    ("network", 5), ("human", 45), ("humans", 2), ("glass", 30), ("glasses", 4), ("species", 9),
    ("specie", 0), ("news", 20), ("gis", 0), ("gi", 0), ("physic", 0), ("physics", 3),
    ("library", 8), ("processing", 3), ("web", 2), ("load", 3), ("road", 9), ("box", 9),
    ("service", 60), ("services", 1), ("study", 70), ("mouse", 5), ("community", 70), ("law", 20),
    ("modelling", 1), ("modeling", 1),
  ] {
    index.add(word, .noun, uses: uses)
  }
  for word in ["process", "delete", "tag", "patent", "stop"] { index.add(word, .verb) }
  index.add("good", .adjective)
  index.add("fast", .adjective)
  index.add(irregular: "mice", of: "mouse", .noun)
  index.add(irregular: "better", of: "good", .adjective)
  index.add(irregular: "stopped", of: "stop", .verb)
  return index
}

/// Debian's wordnet-base, read once.
enum RealWordNet {
  private static let index = try? WordNetIndex(folder: "/usr/share/wordnet")

  /// - Throws: `XCTSkip` when it is not there.
  static func lemmatiser() throws -> WordLemmatiser {
    guard let index else { throw XCTSkip("WordNet is not there: apt install wordnet-base") }
    return WordLemmatiser(index)
  }
}

final class WordLemmatiserTests: XCTestCase {
  private let words = WordLemmatiser(smallWordNet())

  func testBaseForms() {
    for (word, base) in [
      ("networks", "network"), ("libraries", "library"), ("boxes", "box"), ("mice", "mouse"),
      ("processing", "processing"), ("deleting", "delete"), ("deleted", "delete"),
      ("patenting", "patent"), ("better", "good"), ("faster", "faster"), ("stopped", "stop"),
      // Entries that are plurals by use, and entries that are not.
      ("humans", "human"), ("services", "service"), ("glasses", "glass"), ("species", "species"),
      ("physics", "physics"), ("news", "news"), ("gis", "gis"), ("laws", "law"),
      // Unknown.
      ("folksonomies", "folksonomies"), ("xyz", "xyz"), ("", ""), ("s", "s"),
      ("\u{1F600}", "\u{1F600}"),
    ] {
      XCTAssertEqual(words.lemma(of: word), base)
    }
    XCTAssertEqual(words.nounBase(of: "deleting"), nil)
    XCTAssertEqual(words.nounBase(of: "libraries"), "library")
    XCTAssert(words.isKnown("libraries") && words.isKnown("deleting") && !words.isKnown("libary"))
  }

  func testUnknownPluralNeedsItsSingularAmongTheTags() {
    let tags: Set<String> = ["folksonomy", "wiki"]
    XCTAssertEqual(words.lemma(of: "folksonomies", isTag: tags.contains), "folksonomy")
    XCTAssertEqual(words.lemma(of: "wikis", isTag: tags.contains), "wiki")
    XCTAssertEqual(words.lemma(of: "blogs", isTag: tags.contains), "blogs")
  }

  func testRulesWithoutWordNet() {
    let rules = WordLemmatiser(nil)
    for (word, base) in [
      ("networks", "network"), ("libraries", "library"), ("boxes", "box"), ("classes", "class"),
      ("physics", "physics"), ("analysis", "analysis"), ("virus", "virus"), ("gis", "gis"),
      ("processing", "processing"), ("mice", "mice"), ("", ""),
    ] {
      XCTAssertEqual(rules.lemma(of: word), base)
    }
    XCTAssertFalse(rules.isKnown("network"))
  }

  func testRealWordNet() throws {
    let words = try RealWordNet.lemmatiser()
    for (word, base) in [
      ("ontologies", "ontology"), ("humans", "human"), ("theses", "thesis"), ("women", "woman"),
      ("clustering", "clustering"), ("learned", "learn"), ("mathematics", "mathematics"),
      ("statistics", "statistics"), ("gis", "gis"), ("news", "news"), ("media", "medium"),
      ("indices", "index"), ("analyses", "analysis"), ("business", "business"),
    ] {
      XCTAssertEqual(words.lemma(of: word), base)
    }
  }
}
