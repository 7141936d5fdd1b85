// Which concepts subjects name, names for people, and changes of a vocabulary.
import Formats
import FormatsFiles
@testable import PipelineRelations
@testable import PipelineText
import XCTest

final class SubjectResolverTests: XCTestCase {
  private func table(_ change: (inout ConceptTableBuilder) -> Void = { _ in }) -> ConceptTable {
    var builder = ConceptTableBuilder()
    func add(_ id: String, _ names: [(String, String, NameKind)]) {
      let concept = builder.concept("http://e/\(id)".utf8)
      for (text, language, kind) in names {
        builder.addName(text.utf8, language: language, kind: kind, of: concept)
      }
    }
    add("1", [("Domestic cat", "en", .preferred), ("Kissa", "fi", .preferred), ("599.7", "", .notation)])
    add("2", [("Java", "en", .preferred), ("Kahvi", "fi", .preferred)])
    add("3", [("Island", "en", .preferred), ("Java", "en", .alternative)])
    add("4", [("Old thing", "en", .preferred)])
    add("5", [("Ötökkä", "fi", .preferred), ("Jawa", "pl", .hidden)])
    builder.setDeprecated(3)
    change(&builder)
    return builder.finish()
  }

  private func found(_ subject: String) -> String {
    var resolver = SubjectResolver(table())
    let outcome = resolver.resolve(subject)
    guard let concept = outcome.concept, let form = outcome.form else { return "unknown" }
    return "\(concept + 1) \(form)"
  }

  func testForms() {
    for (subject, outcome) in [
      ("http://e/1", "1 identifier"), ("<http://e/1>", "1 identifier"), ("599.7", "1 notation"),
      ("Domestic_cat", "1 name"), ("Domestic cat", "1 name"), ("domestic-CAT", "1 normalForm"),
      ("Kissa", "1 name"), ("ÖTÖKKÄ", "5 normalForm"), ("Jawa", "5 name"), ("Java", "2 name"),
      ("http://e/9", "unknown"), ("Kiss", "unknown"),
    ] { XCTAssertEqual(found(subject), outcome, subject) }
  }

  /// A tag has `_` for blanks, composed letters and no invisible marks; identifiers and names are as
  /// their source has them.
  func testSubjectsAsTagsAre() {
    var resolver = SubjectResolver(
      table { builder in
        for (id, name) in [
          ("QA 76", "Computing"), ("http://e/cafe\u{301}", "Coffee"), ("http://e/d", "Daten\u{AD}bank"),
        ] {
          builder.addName(name.utf8, language: "", kind: .preferred, of: builder.concept(id.utf8))
        }
      })
    for (subject, concept) in [
      ("QA_76", "QA 76"), ("http://e/caf\u{E9}", "http://e/cafe\u{301}"), ("Datenbank", "http://e/d"),
    ] {
      XCTAssertEqual(
        resolver.resolve(subject).concept.map { Array(resolver.table.identifier(Int($0)).utf8) }, Array(concept.utf8),
        subject)
    }
  }

  /// URIs that differ only in what people write differently are named.
  func testLikeURIs() {
    var resolver = SubjectResolver(table())
    _ = resolver.resolve(all: ["https://e/1", "http://e/2/", "http://E/3", "http://e/9", "http://e/%34"])
    let nearest = Dictionary(uniqueKeysWithValues: resolver.report().unknown.map { ($0.subject, $0.nearest) })
    XCTAssertEqual(
      nearest,
      [
        "https://e/1": ["http://e/1"], "http://e/2/": ["http://e/2"], "http://E/3": ["http://e/3"],
        "http://e/9": [], "http://e/%34": ["http://e/4"],
      ])
  }

  func testReport() {
    var resolver = SubjectResolver(table())
    XCTAssertEqual(resolver.resolve(all: ["Kissa", "599.7", "x", "Java"]).known, ["http://e/1", "http://e/2"])
    _ = resolver.resolve(all: ["Domestc cat", "x", "Old_thing"])
    let report = resolver.report()
    XCTAssertEqual(report.subjects, 6)
    XCTAssertEqual(report.resolved, 4)
    XCTAssertEqual(report.unknown.map(\.subject), ["x", "Domestc cat"])
    XCTAssertEqual(report.unknown.map(\.uses), [2, 1])
    XCTAssertEqual(report.unknown[1].nearest, ["Domestic cat"])
    XCTAssertEqual(report.deprecated.map(\.subject), ["Old_thing"])
    XCTAssertEqual(report.concepts, [0, 1, 3])
  }

  /// The fast way of folding gives what the general one gives.
  func testFoldingOfLetters() {
    var general = LabelNormaliser()
    general.foldsSeparators = false
    for value in UInt32(0x80)...0x460 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "aB\(String(scalar))Z"
      guard let simple = LabelNormaliser.lowercasedSimply(text.utf8) else { continue }
      let expected = text.precomposedStringWithCompatibilityMapping.lowercased()
        .precomposedStringWithCompatibilityMapping
      XCTAssertEqual(simple, Array(expected.utf8), "U+\(String(value, radix: 16))")
    }
  }

  /// Preferred and alternative names in the language that people see, hidden ones and
  /// translations left out.
  func testNamesThatAreEncoded() {
    let table = table { builder in
      builder.addName("Cat_(domestic)".utf8, language: "en", kind: .alternative, of: 0)
      builder.addName("Cta".utf8, language: "en", kind: .hidden, of: 0)
      builder.addName("Kisu".utf8, language: "fi", kind: .alternative, of: 0)
    }
    let labels = ["http://e/1", "http://e/3", "my_tag", "http://e/5"]
    XCTAssertEqual(
      ConceptNames.synonyms(of: labels, concepts: table),
      [["Domestic cat", "Cat (domestic)"], ["Island", "Java"], ["my tag"], ["Ötökkä"]])
    XCTAssertEqual(
      ConceptNames.synonyms(of: labels, concepts: table, languages: ["fi"])[0], ["Kissa", "Kisu"])
    XCTAssertEqual(ConceptNames.synonyms(of: ["a_b"], concepts: nil), [["a b"]])
  }

  func testNames() {
    let table = table()
    let labels = ["http://e/2", "http://e/5", "other"]
    XCTAssertEqual(
      ConceptNames(labels: labels, concepts: table).names, ["Java", "Ötökkä", "other"])
    XCTAssertEqual(
      ConceptNames(labels: labels, concepts: table, languages: ["fi"]).names,
      ["Kahvi", "Ötökkä", "other"])
    XCTAssertEqual(ConceptNames.missing(["fi", "sv"], in: table), ["sv"])
    let flat = ConceptTable(written: [
      ExactString("machine_learning"): [
        ExactString("Machine Learning"): 3, ExactString("machine learning"): 1,
      ],
      ExactString("web_2"): [ExactString("web_2"): 2, ExactString("web 2"): 1],
    ])
    let names = ConceptNames(labels: ["machine_learning", "web_2"], concepts: flat)
    XCTAssertEqual(names.names, ["Machine Learning", "web_2"])
    XCTAssertFalse(names.haveIdentifiers)
    XCTAssertEqual(
      LabelLookup(labels, concepts: table).labels(for: "kahvi"), [0])
  }

  func testChanges() {
    let old = table()
    let labels = ["http://e/1", "http://e/2", "http://e/5"]
    let new = table { builder in
      builder.setDeprecated(1)
      builder.addName(
        "Bug".utf8, language: "en", kind: .preferred, of: builder.concept("http://e/6".utf8))
    }
    let same = ConceptChanges(labels: labels, from: old.subset(of: labels), to: old)
    XCTAssertTrue(same.isEmpty)
    let changes = ConceptChanges(labels: labels, from: old.subset(of: labels), to: new)
    XCTAssertEqual(changes.deprecated, ["http://e/2"])
    XCTAssertEqual(changes.added, 1)
    XCTAssertEqual(
      changes.sentences.first,
      "the vocabulary has changed: 1 is deprecated now, it has 1 concept more, which the model "
        + "does not know")
  }
}
