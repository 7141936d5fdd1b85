// Exports that were read without a word in another way than their users meant.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class MisreadExportTests: XCTestCase {
  /// Rows without an id are not rows of one document, and rows of one id with other titles neither: what
  /// separates their tags is still to be found out.
  func testEmptyAndRepeatedIDsLeaveSeparators() throws {
    let ids = [["", "", "10.1"], ["", "", ""], ["NA", "NA", "u3"], ["978", "978", "978"]]
    for ids in ids {
      let rows = zip(ids, ["A,\"x y, z\"", "B,\"z, w\"", "C,\"z, x y\""]).map { "\($0),\($1)\n" }.joined()
      let (documents, _) = try readCorpus("doi,title,keywords\n" + rows) { $0.requiresDistinctIDs = false }
      XCTAssertEqual(documents.map(\.tags), [["x_y", "z"], ["z", "w"], ["z", "x_y"]], "\(ids)")
    }
    // A row per subject: one tag in each, whatever it contains; OpenRefine leaves out what is repeated.
    for again in ["1,T,x", ",,"] {
      let (documents, _) = try readCorpus(
        "id,title,abstract,keywords\n1,T,x,\"Smith, J.\"\n\(again),machine learning\n2,U,y,b\n")
      XCTAssertEqual(
        documents.map(\.tags),
        [["Smith,_J."], ["b"]].enumerated().map { place, tags in
          place == 0 ? tags + ["machine_learning"] : tags
        })
    }
  }

  func testEscapesOfJSONAreTextWhereSeparatorsAreLookedFor() throws {
    let (documents, _) = try readCorpus(
      #"""
      {"id":1,"title":"T","keywords":"\u673a\u5668\uff1b\u6df1\u5ea6"}
      {"id":2,"title":"U","keywords":"x y\u003b z"}
      """#)
    XCTAssertEqual(documents.map(\.tags), [["机器", "深度"], ["x_y", "z"]])
    // The name of a field too, so that all its cells are cut alike.
    let named = try readCorpus(
      #"""
      {"id":1,"title":"T","mots-cl\u00e9s":"x y, z"}
      {"id":2,"title":"U","mots-cl\u00e9s":"machine learning"}
      """#
    ).documents
    XCTAssertEqual(named.map(\.tags), [["x_y", "z"], ["machine_learning"]])
  }

  /// New documents are read as those of training, whose tags stood in another column.
  func testSubjectsOfMailAreTitlesWithAndWithoutTags() throws {
    for text in [
      "id,subject,body\n1,Owls at night,birds\n", #"{"id":"1","subject":"Owls at night","body":"birds"}"# + "\n",
    ] {
      let (documents, _) = try readCorpus(text) {
        ($0.wantsTags, $0.requiresTags) = (false, false)
      }
      XCTAssertEqual(documents.map(\.title), [.text("Owls at night")], text)
    }
  }

  func testFieldsThatNobodyHasAreErrors() {
    let text = #"{"id":"1","title":"T","abstract":"short","fulltext":"long","keywords":["a"]}"# + "\n"
    func problem(_ text: String, _ change: (inout CorpusOptions) -> Void) -> String? {
      do { return "\(try readCorpus(text, change).documents)" } catch { return (error as? InputError)?.problem }
    }
    XCTAssertEqual(
      problem(text) { $0.columns.text = "full_text" }, "no object has the field `full_text` (textColumn)")
    XCTAssertEqual(problem(text) { $0.columns.tags = ["topics"] }, "no object has the field `topics` (tagsColumn)")
    // In one of several files it may be meant for the others.
    let several = try? readCorpus(files: ["a.jsonl": text, "b.jsonl": text.replacing("fulltext", with: "full_text")]) {
      $0.requiresDistinctIDs = false
      $0.columns.text = "full_text"
    }
    XCTAssertEqual(several?.documents.map(\.content), [.tokens([]), .text("long")])
    XCTAssertEqual(several?.report.notes.contains("no object of a.jsonl has the field `full_text` (textColumn)"), true)
    XCTAssertEqual(
      problem("TY  - JOUR\nTI  - T\nKW  - a\nER  - \n") { $0.columns.text = "AB" },
      "textColumn has no meaning in the format ris")
    XCTAssertEqual(
      problem("@book{a, title={T}, keywords={k}}\n") { $0.columns.title = "title" },
      "titleColumn has no meaning in the format bibtex")
  }

  func testEmptyFieldsHideNoOthers() throws {
    let (documents, _) = try readCorpus(
      #"""
      {"id":1,"title":"A","abstract":" ","body":"long text","tags":["k"]}
      {"id":2,"title":"","name":"N","text":"","description":"dd","tags":["k"]}
      """#)
    XCTAssertEqual(documents.map(\.content), [.text("long text"), .text("dd")])
    XCTAssertEqual(documents.map(\.title), [.text("A"), .text("N")])
  }

  func testTagsThatNobodyWantsMayHaveAnyShape() throws {
    let text = #"""
      {"id":"1","title":"A","text":"x","labels":{"en":{"value":"x"}}}
      {"id":"2","title":"B","text":"x","tags":true}
      {"id":"3","title":"C","text":"x","keywords":false}
      {"id":"4","title":"D","text":"x","keywords":{}}
      """#
    let (documents, _) = try readCorpus(text) { ($0.wantsTags, $0.requiresTags) = (false, false) }
    XCTAssertEqual(documents.count, 4)
    XCTAssertEqual(try readCorpus(text) { $0.requiresTags = false }.documents.map(\.id), ["3", "4"])
  }

  func testMissingValuesOfDatabases() throws {
    let (documents, report) = try readCorpus("id\ttitle\ttext\ttags\n1\tA\t\\N\ta\n2\tB\tx\tb\n")
    XCTAssertEqual(documents.map(\.content.isEmpty), [true, false])
    XCTAssertEqual(report.missingValues, 1)
  }

  func testColumnsOfLabelsByHand() throws {
    let (documents, report) = try readCorpus(
      "id,text,a,b,c\n1,T,1,0,x\n2,U,yes,1,\n3,V,2,1,\n4,W,no,-,Y\n"
    ) { $0.columns.labels = ["a", "b", "c"] }
    XCTAssertEqual(documents.map(\.tags), [["a", "c"], ["a", "b"], ["c"]])
    XCTAssertEqual(report.rejections.map(\.sentence), ["line 4 has `2` in the column `a`"])
  }

  func testVectorsAreNotTags() throws {
    for text in [
      #"[{"id":1,"text":"a","labels":[0,1,0,0]},{"id":2,"text":"b","labels":[1,0,0,1]}]"#,
      "id,text,labels\n1,a,\"[0, 1, 0, 0]\"\n2,b,\"[1.0, 0.0, 0.0]\"\n",
    ] {
      let (documents, report) = try readCorpus(text)
      XCTAssertEqual(documents.count, 0, text)
      XCTAssert(report.notes.contains { $0.hasPrefix("lists of 0 and 1 are not tags") }, "\(report.notes)")
    }
  }

  func testListsWithDescriptions() throws {
    let text = #"""
      {"version":"1","title":"Blog","description":"d","items":[{"id":"1","title":"Owls"},{"id":"2","title":"Bread"}]}
      """#
    let (documents, _) = try readCorpus(text) { ($0.wantsTags, $0.requiresTags) = (false, false) }
    XCTAssertEqual(documents.map(\.id), ["1", "2"])
    // A document that has a list.
    let one = try readCorpus(#"{"title":"T","description":"d","items":[{"size":1}],"tags":["a"]}"#).documents
    XCTAssertEqual(one.map(\.tags), [["a"]])
  }

  func testKeywordsOfAuthorsAndOfTheIndex() throws {
    let (documents, report) = try readCorpus(
      """
      @article{a, title={T}, author_keywords={deep learning; vision}, keywords={Algorithms; Computers}}
      @article{b, title={U}, mendeley-tags={owls; Type~2 diabetes}}

      """)
    XCTAssertEqual(
      documents.map(\.tags), [["deep_learning", "vision", "Algorithms", "Computers"], ["owls", "Type_2_diabetes"]])
    XCTAssert(report.notes.contains("entries without keywords have those of `mendeley-tags`"))
  }

  func testBookmarks() throws {
    let (documents, _) = try readCorpus(
      #"{"href":"http://a","description":"T title","extended":"longer text","tags":"python machine-learning"}"# + "\n")
    XCTAssertEqual(documents.map(\.title), [.text("T title")])
    XCTAssertEqual(documents.map(\.content), [.text("longer text")])
  }

  func testTablesOfPandasAreNamed() throws {
    for (text, orientation) in [
      (#"{"title":{"0":"A","1":"B"},"tags":{"0":"x","1":"y"}}"#, "columns"),
      (#"{"0":{"title":"A","tags":"x"},"1":{"title":"B","tags":"y"}}"#, "index"),
      (#"{"columns":["title","tags"],"index":[0],"data":[["A","x"]]}"#, "split"),
    ] {
      let sentence = try readCorpus(text).report.rejections.first?.sentence
      XCTAssertEqual(sentence?.contains("orient=\"\(orientation)\""), true, sentence ?? text)
    }
  }

  func testEscapedQuotes() throws {
    let (documents, report) = try readCorpus(
      #"""
      id,title,text,tags
      1,"He said \"hi\", ok","Text, one","a;b"
      2,"C:\","two",c
      3,"two lines \"a\"
      and b",x,d
      4,"stray "quote" here",x,e

      """#)
    XCTAssertEqual(documents.map(\.id), ["1", "2", "3"])
    XCTAssertEqual(documents.map(\.title).first, .text("He said \"hi\", ok"))
    XCTAssertEqual(documents.dropFirst().map(\.title).first, .text("C:\\"))
    XCTAssertEqual(report.rejected, 1)
  }

  func testSeveralObjectsOnOneLine() throws {
    let object = #"{"title":"a b","text":"x","tags":["k"]}"#
    for text in [object + object + "\n", "\u{1E}\(object)\n\u{1E}\(object)\n"] {
      let (documents, report) = try readCorpus(text)
      XCTAssertEqual(documents.count, 2)
      XCTAssertEqual(report.format, .json)
    }
  }
}
