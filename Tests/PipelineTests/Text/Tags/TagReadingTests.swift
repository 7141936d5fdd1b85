import XCTest

@testable import PipelineNumerics
@testable import PipelineText

final class TagReadingTests: XCTestCase {
  private func labels(_ raw: String, _ options: TagReadingOptions = .init()) -> [String] {
    readTag(raw, options: options).map(\.label)
  }

  func testJoints() {
    for raw in [
      "semantic_web", "semantic-web", "semantic.web", "semantic+web", "semantic web",
      "SemanticWeb", "semanticWeb", "Semantic_Web,", "#semantic_web", "@semantic-web",
      "{SemanticWeb}",
      "semantic\\_web", "semantic\\\\_web", "*semantic_web*", "semantic=web", "semantic\u{2013}web",
      "web:semantic_web", "x--SemanticWeb", "_semantic__web_", "\u{201C}semantic web\u{201D}",
      "semantic\u{200B}_web", "\u{200F}semantic_web\u{200E}", "seman\u{AD}tic_web",
      "\u{FF53}emantic_web",
    ] {
      XCTAssertEqual(labels(raw), ["semantic_web"], raw)
    }
  }

  func testWordsThatAreNotSplit() {
    for (raw, label) in [
      ("iPhone", "iphone"), ("LaTeX", "latex"), ("BibTeX", "bibtex"), ("XML", "xml"),
      ("PhD", "phd"), ("o'reilly", "oreilly"), ("O\u{2019}Reilly", "oreilly"),
      ("web2.0", "web2.0"), ("3.1415", "3.1415"), ("c++", "c++"), ("C#", "c#"),
      ("notepad++", "notepad++"), ("c+", "c"), ("c", "c"), ("u.s.", "u_s"), ("R&D", "r_d"),
      ("prevention_&_control", "prevention_control"), ("RDFSchema", "rdf_schema"),
      ("c#,", "c#"), ("sharp#", "sharp"),
    ] {
      XCTAssertEqual(labels(raw), [label], raw)
    }
  }

  func testLists() {
    XCTAssertEqual(labels("rdf,semanticweb;Web2.0"), ["rdf", "semanticweb", "web2.0"])
    XCTAssertEqual(labels("Models,_Theoretical"), ["models", "theoretical"])
    XCTAssertEqual(labels("Glucose/*metabolism"), ["glucose", "metabolism"])
    XCTAssertEqual(labels("Saxony_(Germany)"), ["saxony", "germany"])
    XCTAssertEqual(labels("i/o"), ["i_o"])
    XCTAssertEqual(labels("9/11"), ["9_11"])
    XCTAssertEqual(labels("tcp/ip"), ["tcp", "ip"])
    XCTAssertEqual(labels("C57BL/6"), ["c57bl", "6"])
    var options = TagReadingOptions()
    options.splitsLists = false
    XCTAssertEqual(labels("a,b", options), ["a_b"])
    options.dropsPrefixes = false
    XCTAssertEqual(labels("web:css", options), ["web_css"])
    options.readsCamelCase = false
    XCTAssertEqual(labels("SemanticWeb", options), ["semanticweb"])
  }

  func testTeXAndHTML() {
    for raw in [
      "Universit\u{E4}t", "Universit\\\"at", "Universit{\\\"a}t", "Universit\\\\\"{a}t",
      "Universita\u{308}t", "Universit&auml;t",
    ] {
      XCTAssertEqual(labels(raw), ["universit\u{E4}t"], raw)
    }
    XCTAssertEqual(labels("f\\'{\\i}sica"), ["f\u{ED}sica"])
    XCTAssertEqual(labels("R\\&D"), ["r_d"])
    XCTAssertEqual(labels("a\\"), ["a"])
    XCTAssertEqual(labels("\\\""), [])
    XCTAssertEqual(labels("$x$"), ["x"])
  }

  func testOtherScriptsAndPictures() {
    XCTAssertEqual(labels("\u{1F600}"), ["\u{1F600}"])
    XCTAssertEqual(labels("\u{1F600}_fun\u{FE0F}"), ["\u{1F600}_fun"])
    XCTAssertEqual(labels("\u{6A5F}\u{68B0}\u{5B66}\u{7FD2}"), ["\u{6A5F}\u{68B0}\u{5B66}\u{7FD2}"])
    XCTAssertEqual(
      labels("\u{202B}\u{5E9}\u{5DC}\u{5D5}\u{5DD}\u{202C}"), ["\u{5E9}\u{5DC}\u{5D5}\u{5DD}"])
    XCTAssertEqual(labels("STRASSE"), ["strasse"])
  }

  func testNothing() {
    for raw in ["", " ", "---", "::", ",;,", "\u{200F}", "$$", "{}", "\u{0}"] {
      XCTAssertEqual(labels(raw), [], raw.debugDescription)
    }
    XCTAssertEqual(labels("foo:"), ["foo"])
    XCTAssertEqual(labels(":foo"), ["foo"])
  }

  func testLongTags() {
    XCTAssertEqual(labels(String(repeating: "a", count: 10_000)).first?.count, 10_000)
    XCTAssertEqual(labels(String(repeating: "a,", count: 5_000)).count, 5_000)
    XCTAssertEqual(labels(String(repeating: "-", count: 10_000)), [])
    XCTAssertEqual(labels(String(repeating: "\\", count: 10_000)), [])
    XCTAssertEqual(labels(String(repeating: "\\\"{", count: 3_000)), [])
    XCTAssertEqual(labels(String(repeating: "\u{301}", count: 10_000)).count, 1)
  }

  /// A label read as a tag is itself.
  func testLabelsAreStable() {
    var random = RandomStream(seed: 7)
    let alphabet =
      Array(
        "aBcDXyz019.-_+#:,;/()'\"\\{}$&* ".unicodeScalars)
      + [
        "\u{E9}", "\u{DF}", "\u{130}", "\u{3A3}", "\u{200F}", "\u{1F600}", "\u{FF21}", "\u{301}",
        "\u{2160}",
      ]
    for _ in 0..<3_000 {
      let scalars = (0..<Int.random(in: 0...14, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? "a"
      }
      let raw = String(String.UnicodeScalarView(scalars))
      for label in labels(raw) {
        XCTAssertEqual(
          labels(label).map { Array($0.unicodeScalars) }, [Array(label.unicodeScalars)],
          raw.debugDescription)
      }
    }
  }
}
