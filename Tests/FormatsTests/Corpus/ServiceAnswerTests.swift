// JSON as services and Python write it: lists of documents inside objects, texts as inverted indexes,
// values that JSON does not have.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class ServiceAnswerTests: XCTestCase {
  func testListsInsideObjects() throws {
    let list = #"[{"id":1,"title":"T one","keywords":["a"]},{"id":2,"title":"T two","keywords":["b"]}]"#
    for text in [
      #"{"total":2,"offset":0,"data":\#(list)}"#, #"{"meta":{"count":2},"results":\#(list)}"#,
      #"{"status":"ok","message":{"facets":{},"items":\#(list)}}"#,
      #"{"responseHeader":{"params":{"q":"x"}},"response":{"numFound":2,"docs":\#(list)}}"#,
      #"{"config":{"x":[{"y":1}]},"items":\#(list)}"#,
      // The list's object says something about itself behind it, and before it.
      #"{"data":\#(list),"meta":{"title":"Export of May","tags":["x"]}}"#,
      #"{"version":"1","title":"My feed","items":\#(list)}"#,
    ] {
      for text in [text, text.replacing(",", with: ",\n")] {
        let (documents, report) = try readCorpus(text)
        XCTAssertEqual(documents.map(\.id), ["1", "2"], text)
        XCTAssertEqual(documents.map(\.tags), [["a"], ["b"]], text)
        XCTAssertEqual(report.rejected, 0, text)
      }
    }
    let hits = #"{"took":3,"hits":{"total":1,"hits":[{"_id":"x","_source":{"title":"T","tags":["a"]}}]}}"#
    XCTAssertEqual(try readCorpus(hits).documents.map(\.tags), [["a"]])
    // A document may have lists of objects.
    let work = #"{"id":1,"title":"T","references":[{"title":"R"}],"abstract":"x","tags":["a"],"items":[{"title":"i"}]}"#
    for text in [work, work.replacing(",", with: ",\n"), work + "\n" + work.replacing("1", with: "2")] {
      let (documents, report) = try readCorpus(text)
      XCTAssertEqual(documents.map(\.tags), Array(repeating: ["a"], count: text.contains("\n{") ? 2 : 1), text)
      XCTAssertEqual(report.rejected, 0, text)
    }
    let project =
      #"{"id":"1","title":"A","articles":[{"id":"p","title":"P","tags":["p"]}],"text":"about","tags":["a"]}"#
    XCTAssertEqual(try readCorpus(project.replacing(",", with: ",\n")).documents.map(\.id), ["1"])
    // Of several pages the first is read, and the others are not lost without a word.
    let page = #"{"items":\#(list),"next":2}"#.replacing(",", with: ",\n")
    let pages = try readCorpus(page + "\n" + page)
    XCTAssertEqual(pages.documents.map(\.id), ["1", "2"])
    XCTAssert(pages.report.rejections.map(\.reason).description.contains("only the first one was read"))
  }

  func testShapesOfTextsAndTitles() throws {
    func document(_ text: String) throws -> RawDocument { try XCTUnwrap(readCorpus(text).documents.first, text) }
    let openAlex = try document(
      #"{"title":"T","abstract_inverted_index":{"learning":[1],"Deep":[0,3],"allows":[2]},"tags":["a"]}"#)
    XCTAssertEqual(openAlex.content.flat, "Deep learning allows Deep")
    let dblp = try document(
      #"{"title":"T","indexed_abstract":{"IndexLength":2,"InvertedIndex":{"do":[1],"We":[0]}},"fos":[{"name":"a","w":0.5}]}"#
    )
    XCTAssertEqual(dblp.content.flat, "We do")
    XCTAssertEqual(
      try document(#"{"title":["A study of Nets"],"subject":["Forestry"],"abstract":"x"}"#).title,
      .text("A study of Nets"))
    XCTAssertEqual(try document(#"{"title":["Trees"],"tags":["a"]}"#).title, .text("Trees"))
    XCTAssertEqual(try document(#"{"title":["deep","nets"],"tags":["a"]}"#).title, .tokens([["deep", "nets"]]))
    let news = try document(
      #"{"headline":{"main":"A headline"},"abstract":"x","keywords":[{"name":"persons","value":"Bell, M"}]}"#)
    XCTAssertEqual(news.title.flat, "A headline")
    XCTAssertEqual(news.tags, ["Bell,_M"])
    XCTAssertEqual(
      try document(#"{"subject":"Re: lunch","body":"See you.","labels":["work"]}"#).title.flat, "Re: lunch")
    XCTAssertEqual(
      try document(#"{"title":null,"abstract":"x","keywords":["a"],"subject":"Medicine"}"#).title.flat, "")
    let dataCite = try document(
      #"{"data":[{"id":"x","attributes":{"titles":[{"title":"One"},{"title":"Two"}],"descriptions":[{"description":"d"}],"subjects":[{"subject":"a"}]}}]}"#
    )
    XCTAssertEqual(dataCite.title.flat, "One")
    XCTAssertEqual(dataCite.content.flat, "d")
  }

  func testShapesOfTags() throws {
    func tags(_ text: String) throws -> [String]? { try readCorpus(text).documents.first?.tags }
    XCTAssertEqual(
      try tags(#"{"text":"x","cats":[["Books","Kids"],["Toys"]],"categories":[["Books","Kids"],["Toys"]]}"#),
      ["Books", "Kids", "Toys"])
    XCTAssertEqual(try tags(#"{"text":"x","tags":{"a":3,"b":0,"c":true}}"#), ["a", "c"])
    XCTAssertEqual(try tags(#"{"abstractText":"x","meshMajor":["Humans"]}"#), ["Humans"])
    XCTAssertEqual(
      try tags(#"{"text":"x","keywords":[["machine learning",0.71],["svm",0.4]]}"#), ["machine_learning", "svm"])
    XCTAssertEqual(try tags(#"{"text":"x","keywords":[{"name":"Physics","value":"0.83"}]}"#), ["Physics"])
  }

  func testWhatJSONDoesNotHave() throws {
    let (documents, report) = try readCorpus(
      """
      {"id":1,"title":"NaN is \\"NaN\\"","abstract":NaN,"score":-Infinity,"tags":["a"]},
      {"id":2,"title":"cut \\ud83d","text":"whole \\ud83d\\ude00","tags":["a"]},
      {"id":3,"title":"T","tags":["a"]}
      """)
    XCTAssertEqual(documents.map(\.id), ["1", "2", "3"])
    XCTAssertEqual(documents.map(\.title.flat), ["NaN is \"NaN\"", "cut \u{FFFD}", "T"])
    XCTAssertEqual(documents[1].content.flat, "whole 😀")
    XCTAssertEqual(report.rejected, 0)
  }

  func testColumnsAreNotADocument() throws {
    for text in [
      #"{"title":["T one","T two"],"text":["a b","c d"],"keywords":["x","y"]}"#,
      #"{"text":["t1","t2","t3"],"label":[1,0,1]}"#,
    ] {
      let report = try readCorpus(text).report
      XCTAssertEqual(report.documents, 0)
      XCTAssert(report.rejections[0].reason.contains("documents in columns"), text)
    }
    XCTAssertEqual(try readCorpus(#"{"text":["s one","s two"],"labels":["a","b"]}"#).documents.count, 1)
  }

  func testUnusedFieldsAreNamed() throws {
    let notes = try readCorpus(#"{"title":"T","free_text_body":"a long text","tags":["a"]}"#).report.notes
    XCTAssert(notes.contains { $0.contains("`free_text_body` looks like one (") }, "\(notes)")
    // A field that is null once is not unused.
    let again = try readCorpus(
      "{\"title\":\"T\",\"categories\":null}\n{\"title\":\"U\",\"categories\":\"a, b\"}\n"
    ).report.notes
    XCTAssertFalse(again.contains { $0.contains("not used") }, "\(again)")
  }
}
