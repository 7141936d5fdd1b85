// BibSonomy's REST answers in XML and JSON.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class BibSonomyAnswersTests: XCTestCase {
  private let xml = """
    <?xml version="1.0" encoding="UTF-8"?>
    <bibsonomy stat="ok"><posts start="0" end="3">
    <post description="d"><user name="ann"/><group name="public"/><tag name="semantic web"/>
    <tag name="nlp"/><bibtex title="G{\\&quot;o}del &amp;amp; co" bibtexAbstract="One.&#10;Two."
     intrahash="aa" interhash="bb"><extraurls><url title="no" href=""/></extraurls></bibtex></post>
    <post description="A note"><user name="bob"/><tag name="x"/>
    <bookmark title="Mark" intrahash="cc"/></post>
    <post><user name="cem"/><bibtex title="Untagged" intrahash="dd"/></post>
    <post><user name="dan"/><tag name="y"/></post>
    </posts></bibsonomy>
    """

  private let json = """
    {"posts":{"start":0,"end":2,"next":"http://x/?a={[","post":[
    {"user":{"name":"ann"},"group":[{"name":"public"}],"tag":[{"name":"semantic web"},{"name":"nlp"}],
     "bibtex":{"title":"G{\\\\\\"o}del &amp; co","bibtexAbstract":"One.\\nTwo.","intrahash":"aa"}},
    {"user":{"name":"bob"},"tag":[{"name":"x"}],"description":"A note",
     "bookmark":{"title":"Mark","intrahash":"cc"}},
    {"user":{"name":"cem"},"bibtex":{"title":"Untagged","intrahash":"dd"}},
    {"user":{"name":"dan"},"tag":[{"name":"y"}]}
    ]},"stat":"ok"}
    """

  func testPublications() throws {
    for (text, format) in [(xml, CorpusFormat.bibsonomyXML), (json, .bibsonomyJSON)] {
      let (documents, report) = try readCorpus(text)
      XCTAssertEqual(report.format, format)
      XCTAssertEqual(documents.map(\.id), ["ann/aa"], format.rawValue)
      XCTAssertEqual(documents[0].title, .text("Gödel &amp; co"))
      XCTAssertEqual(documents[0].content, .text("One.\nTwo."))
      XCTAssertEqual(documents[0].tags, ["semantic_web", "nlp"])
      XCTAssertEqual(report.passedOver, 2)
      XCTAssertEqual(report.rejections.map(\.reason), ["is a post without a bookmark or a publication"])
    }
  }

  func testBookmarks() throws {
    for text in [xml, json] {
      let (documents, _) = try readCorpus(text) { $0.resources = .bookmarks }
      XCTAssertEqual(documents.map(\.title), [.text("Mark")])
      XCTAssertEqual(documents.map(\.content), [.text("A note")])
    }
  }

  func testPagesOneAfterTheOther() throws {
    let second = json.replacingOccurrences(of: "\"aa\"", with: "\"ee\"")
    XCTAssertEqual(
      try readCorpus(json + "\n" + second).documents.map(\.id), ["ann/aa", "ann/ee"])
  }

  func testDamageIsAnErrorWithItsPlace() throws {
    func message(_ text: String) -> String? {
      do {
        _ = try readCorpus(text)
        return nil
      } catch {
        let error = error as? InputError
        return error.map { "\($0.line ?? 0) \($0.problem)" }
      }
    }
    XCTAssertEqual(message(String(json.dropLast())), "8 the JSON ends too early (truncated file)")
    XCTAssertEqual(message("{\"posts\":{\"post\":[{\"a\":\"b"), "1 a string in the JSON does not end")
    XCTAssertEqual(
      message("{\"posts\":" + String(repeating: "[", count: 70)),
      "1 the JSON is nested more than 64 deep")
    XCTAssertEqual(
      message("<bibsonomy stat='fail'><error>no such user</error></bibsonomy>"),
      "0 is an error message of BibSonomy: no such user")
    XCTAssert(message(String(xml.dropLast(20)))?.contains("not well-formed") ?? false)
    let bomb =
      "<!DOCTYPE bibsonomy [<!ENTITY a '" + String(repeating: "x", count: 9_000) + "'>"
      + "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><bibsonomy><post description='&b;&b;'/>"
      + "</bibsonomy>"
    XCTAssert(message(bomb)?.contains("expands to more than") ?? false, message(bomb) ?? "accepted")
  }

  func testDamagedPostInJSON() throws {
    let text = "{\"posts\":{\"post\":[\n{\"tag\":nul},\n{\"tag\":\"x\",\"bibtex\":{}}]}}"
    let (_, report) = try readCorpus(text)
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      ["line 2 is not valid JSON", "line 3 has a field `tag` that is not a list of tags"])
  }

  func testRealAnswers() throws {
    let folder = try sharedFile("data/bibsonomy/rest-examples")
    let (publications, report) = try readCorpus(paths: [folder]) { $0.requiresTags = false }
    XCTAssertEqual(
      publications.map(\.title),
      [.text("The ten famoust"), .text("The Art of Computer Programming")])
    XCTAssertEqual(publications.map(\.tags), [[], ["foobar"]])
    XCTAssertEqual(report.rejected, 0)
    let (bookmarks, _) = try readCorpus(paths: [folder]) { $0.resources = .bookmarks }
    XCTAssertEqual(bookmarks.map(\.tags), [["bar"], ["foobar"]])
  }
}
