// BibTeX as a corpus, and TeX made plain.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class BibTeXTests: XCTestCase {
  func testEntries() throws {
    let text = """
      % a comment
      @String{ acm = "Assoc. of {"}Computing" # { Machinery} }
      @comment{ @article{no, title={No}, keywords={no}} }
      @preamble{ "\\newcommand" }
      free text with me@example.org in it
      @Article { key:1 ,
        Title = {Deep {N}ets for {\\"U}ber-{\\'e}t{\\'{e}}},
        abstract = "We {"}quote{"} \\& " # acm # " in " # 2007,
        KEYWORDS = {deep learning;  nets ; nets},
        month = jan
      }
      @book(second, title = {Paren(theses)}, keywords = {one two
         three},)
      @misc{none, title = {No tags}}
      """
    let (documents, report) = try readCorpus(text)
    XCTAssertEqual(report.format, .bibtex)
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(documents.map(\.id), ["key:1", "second"])
    XCTAssertEqual(documents.map(\.line), [6, 12])
    XCTAssertEqual(documents[0].title, .text("Deep Nets for Über-été"))
    XCTAssertEqual(
      documents[0].content, .text("We \"quote\" & Assoc. of \"Computing Machinery in 2007"))
    XCTAssertEqual(documents[0].tags, ["deep_learning", "nets"])
    // The other entry says that a semicolon separates.
    XCTAssertEqual(documents[1].tags, ["one_two_three"])
    XCTAssertEqual(report.passedOver, 1)
    XCTAssertEqual(report.repeatedTags, 1)
  }

  func testDamagedEntriesCostOnlyThemselves() throws {
    let text = """
      @article{a, title = {Lost end, keywords = {x},
      @article{b, title = {B}, keywords = {x}}
      @article{c, title {C}, keywords = {x}}
      @article{d, title = "D" keywords = {x}}
      @article{e, title = {E}, keywords = {x}}
      @article{e, title = {E again}, keywords = {x}}
      @article{f, title = {F}
      """
    let (documents, report) = try readCorpus(text)
    XCTAssertEqual(documents.map(\.id), ["b", "e", "e#2"])
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      [
        "line 1 does not end before the next one",
        "line 3 has no value for the field `title`",
        "line 4 has no comma after the field `title`",
        "line 7 does not end before the end of the file",
      ])
  }

  func testHugeEntriesAreRefused() throws {
    let text = "@article{a, title = {" + String(repeating: "x", count: 5_000)
    XCTAssertThrowsError(try readCorpus(text) { $0.longestRecord = 4_096 }) {
      XCTAssertEqual(($0 as? InputError)?.problem, "the entry is longer than 4096 bytes")
    }
    // Macros that double: memory stays bounded.
    var bomb = "@string{a0 = {xxxxxxxxxxxxxxxx}}\n"
    for n in 1...40 { bomb += "@string{a\(n) = a\(n - 1) # a\(n - 1)}\n" }
    XCTAssertThrowsError(try readCorpus(bomb) { $0.longestRecord = 4_096 }) {
      XCTAssertEqual(($0 as? InputError)?.problem, "the entry is longer than 4096 bytes")
    }
    let many = (1...6).map { "@string{m\($0) = {\(String(repeating: "x", count: 1_000))}}\n" }
    let (_, report) = try readCorpus(many.joined()) { $0.longestRecord = 4_096 }
    XCTAssertEqual(
      report.rejections.map(\.sentence), ["line 5 is too long", "line 6 is too long"])
  }

  func testTeX() {
    for (tex, plain) in [
      ("G{\\\"o}del, Barab\\'{a}si, \\c{C}a\\u{g}r{\\i}", "Gödel, Barabási, Çağrı"),
      ("AT\\&T 5\\%, \\emph{deep} {N}ets", "AT&T 5%, deep Nets"),
      ("$\\alpha$-stable, $O(n^2)$, H$_2$O", "α-stable, O(n2), H2O"),
      ("anno\\-tation \\cite{x}, \\LaTeX", "annotation , LaTeX"),
      ("Barab\\{\\'a\\}si", "Barabási"),
      ("Erd\\H{o}s, \\'{\\i}, \\ss, \\AA ngstr\\\"om", "Erdős, í, ß, Ångström"),
      ("costs $5 and no \\$6", "costs 5 and no $6"),
      ("{\\bf bold} \\textbf{x} \\unknown{arg} \\mystery", "bold x arg mystery"),
      ("no tex: a_b ^ ~ 'x' --", "no tex: a_b ^ ~ 'x' --"),
      ("\\'", "'"), ("\\", ""), ("\\\"", "\""),
    ] {
      let result = TeXText.plain(tex)
      XCTAssertEqual(Array(result.unicodeScalars), Array(plain.unicodeScalars), tex)
    }
  }

  func testRealExport() throws {
    let file = try sharedFile("data/bibsonomy/aksw.bib.gz")
    let tagged = try readCorpus(paths: [file])
    XCTAssertEqual(tagged.report.documents, 872)
    XCTAssertEqual(tagged.report.passedOver, 53)
    XCTAssertEqual(tagged.report.rejections, [])
    XCTAssertEqual(tagged.documents.count { !$0.content.isEmpty }, 200)
    XCTAssertFalse(tagged.documents.contains { $0.title.isEmpty })
    let tags = Set(tagged.documents.flatMap(\.tags).map(ExactString.init))
    XCTAssertEqual(tags.count, 628)
    try checkAgainstPlainCount(tags, file)
    let all = try readCorpus(paths: [file]) { $0.requiresTags = false }
    XCTAssertEqual(all.report.documents, 925)
    let withTeX = tagged.documents.filter { $0.title.flat.contains("{") || $0.title.flat.contains("\\") }
    XCTAssertEqual(withTeX.map(\.id), [])
  }

  /// The data's README counts 629: every blank and comma parts tags there, and TeX
  /// and stray braces stay. Here lists between commas keep their phrases, and
  /// `group\_aksw` is `group_aksw`; that the counts nearly agree is chance.
  private func checkAgainstPlainCount(_ tags: Set<ExactString>, _ file: String) throws {
    let text = String(decoding: try ByteSource(path: file).readAll(), as: UTF8.self)
    var plain: Set<ExactString> = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0].trimmed.lowercased() == "keywords" else { continue }
      let value = (parts[1].hasSuffix(",") ? parts[1].dropLast() : parts[1]).trimmed
        .trimmingCharacters(in: CharacterSet(charactersIn: "{}"))
      for tag in value.split(whereSeparator: { ",; \t".contains($0) }) {
        plain.insert(ExactString(String(tag)))
      }
    }
    XCTAssertEqual(plain.count, 629)
    let onlyPlain = plain.subtracting(tags)
    let notation = onlyPlain.filter { tag in tag.text.contains { "\\{}".contains($0) } }
    XCTAssertEqual(notation.count, 17)
    XCTAssertEqual(
      onlyPlain.subtracting(notation).map(\.text).sorted(),
      [
        "Generic", "Personalized", "Query", "Skeleton", "awareness", "formulization",
        "information/transaction", "knowledge", "linked", "matching", "queries", "services",
      ])
    XCTAssertEqual(tags.subtracting(plain).count, 28)
  }
}
