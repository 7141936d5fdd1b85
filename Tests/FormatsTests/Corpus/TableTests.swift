// CSV and TSV, Zhihu's files, Annif's corpora, Debian's index.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class TableTests: XCTestCase {
  func testCSV() throws {
    let text = """
      id,Title,Year,Abstract,Keywords
      7,"A ""b"", c",2001,"One
      two",x y; z
      8,Plain,2002,,"['a', 'b c']"
      9,short
      10,Stray "quote,1,text,a|b
      11,"open,1,text,a
      12,Next,1,text,a

      """
    let (documents, report) = try readCorpus(text)
    XCTAssertEqual(report.format, .csv)
    XCTAssertEqual(documents.map(\.id), ["7", "8", "10", "12"])
    XCTAssertEqual(documents[0].title, .text("A \"b\", c"))
    XCTAssertEqual(documents[0].content, .text("One\ntwo"))
    XCTAssertEqual(documents.map(\.tags), [["x_y", "z"], ["a", "b_c"], ["a", "b"], ["a"]])
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      [
        "line 5 has 2 columns, the first line names 5",
        "line 7 opens a quote that is not closed",
      ])
  }

  func testNamedColumns() throws {
    let text = "a\tb\tc\n1\tT\tx+y z\n"
    let (documents, report) = try readCorpus(text) {
      $0.columns.title = "B"
      $0.columns.tags = ["3"]
      $0.columns.tagSeparator = "+"
    }
    XCTAssertEqual(report.format, .tsv)
    XCTAssertEqual(documents.map(\.id), ["2"])
    XCTAssertEqual(documents.map(\.title), [.text("T")])
    XCTAssertEqual(documents.map(\.tags), [["x", "y_z"]])
    func message(_ change: (inout CorpusOptions) -> Void) -> String? {
      do { return "\(try readCorpus(text, change))" } catch {
        return (error as? InputError)?.problem
      }
    }
    XCTAssertEqual(
      message { $0.columns.title = "d" },
      "there is no column `d` (titleColumn); the columns are `a`, `b`, `c`")
    XCTAssertEqual(
      message { $0.columns.title = "b" }, "the first line names no column for tags")
    XCTAssertEqual(
      message { $0.format = .tsv }, "the first line names no column for tags")
  }

  func testSemicolonsAndMarks() throws {
    let (documents, report) = try readCorpus("\u{FEFF}title;tags\r\nA, b;x, y\r\n")
    XCTAssertEqual(report.format, .csv)
    XCTAssertEqual(documents.map(\.title), [.text("A, b")])
    XCTAssertEqual(documents.map(\.tags), [["x", "y"]])
  }

  /// Exports that were put one behind the other, each with its header.
  func testRepeatedHeader() throws {
    let (documents, report) = try readCorpus(
      "id,title,abstract,tags\n1,A,t,x;y\nid,title,abstract,tags\n2,B,t,x\n"
        + "\u{FEFF}\"id\",title,\"abstract\",tags\n3,C,t,y\n")
    XCTAssertEqual(documents.map(\.id), ["1", "2", "3"])
    XCTAssertEqual(documents.map(\.tags), [["x", "y"], ["x"], ["y"]])
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      ["line 3 repeats the names of the columns", "line 5 repeats the names of the columns"])
  }

  func testBlanksBeforeQuotes() throws {
    let (documents, report) = try readCorpus(
      "id, title, abstract, tags\n1, \"A, with comma\", \"x, y\", \"a;b\"\n"
        + "2, Plain, \"say \"\"so\"\"\", c\n3, \"So\" he said, t, a\n")
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(documents.map(\.id), ["1", "2", "3"])
    XCTAssertEqual(
      documents.map(\.title), [.text("A, with comma"), .text(" Plain"), .text(" \"So\" he said")])
    XCTAssertEqual(documents.prefix(2).map(\.content), [.text("x, y"), .text("say \"so\"")])
    XCTAssertEqual(documents.map(\.tags), [["a", "b"], ["c"], ["a"]])
    let unpadded = try readCorpus("id,title,tags\n1, \"A\", \"x;y\"\n").documents
    XCTAssertEqual(unpadded.map(\.title), [.text("A")])
    XCTAssertEqual(unpadded.map(\.tags), [["x", "y"]])
    // A quote inside of a text stays one.
    let text = try readCorpus("id,title,tags\n1, \"Quoted\" words,x\n2,Plain,y\n").documents
    XCTAssertEqual(text.map(\.title), [.text(" \"Quoted\" words"), .text("Plain")])
  }

  func testRowPerSubject() throws {
    let (documents, report) = try readCorpus(
      "id,title,subject\n1,T,Cats\n1,T,Dogs\n1,T,Fish\n2,U,Cats\n2,U,Birds\n")
    XCTAssertEqual(documents.map(\.id), ["1", "2"])
    XCTAssertEqual(documents.map(\.line), [2, 5])
    XCTAssertEqual(documents.map(\.tags), [["Cats", "Dogs", "Fish"], ["Cats", "Birds"]])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(report.joinedRows, 3)
    // Other texts with the same id are other records, and so are rows elsewhere.
    let others = try readCorpus("id,title,subject\n1,T,Cats\n1,U,Dogs\n2,V,Cats\n1,T,Fish\n")
    XCTAssertEqual(others.documents.map(\.tags), [["Cats"], ["Cats"]])
    XCTAssertEqual(
      others.report.rejections.map(\.sentence),
      ["line 3 has the id `1` of an earlier record", "line 5 has the id `1` of an earlier record"])
    let note = try XCTUnwrap(others.report.notes.last)
    XCTAssert(
      note.hasPrefix("rows of a table are one document if they follow each other with the same id, title and text;"),
      note)
  }

  func testMarksOfNoTags() throws {
    let marks = ["\\N", "n/a", "(none)", "-", "—", "null", "NULL", "None", "none"]
    let (documents, report) = try readCorpus(
      "id,title,tags\n" + marks.enumerated().map { "\($0),T\($0),\($1)\n" }.joined() + "k,T,none;x\n")
    XCTAssertEqual(documents.map(\.tags), [["none", "x"]])
    XCTAssertEqual(report.missingValues, marks.count)
    XCTAssertEqual(report.rejections.map(\.reason), marks.map { _ in "has no tags" })
  }

  func testSingleColumn() throws {
    let text = "title\nA, with comma\nB\n\"C, quoted\"\n"
    let (documents, report) = try readCorpus(text) {
      $0.columns.title = "Title"
      $0.requiresTags = false
      $0.wantsTags = false
    }
    XCTAssertEqual(report.format, .csv)
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(
      documents.map(\.title), [.text("A, with comma"), .text("B"), .text("C, quoted")])
    XCTAssertThrowsError(try readCorpus(text) { $0.requiresTags = false })
  }

  func testZhihu() throws {
    let (documents, report) = try readCorpus(files: [
      "question_train_set.txt": "-5\tc1,c2\tw1,w2\tc3\tw3,w4,w5\n6\tc1\tw9\t\t\n7\tc\tw\tc\tw\nbad\n",
      "question_topic_train_set.txt": "-5\t-12,34\n6\t34\nx\ty\n",
      "topic_info.txt": "not read",
    ]) { $0.sentenceWords = 2 }
    XCTAssertEqual(report.format, .zhihu)
    XCTAssertEqual(documents.map(\.id), ["-5", "6"])
    XCTAssertEqual(documents.map(\.tags), [["-12", "34"], ["34"]])
    XCTAssertEqual(documents[0].title.flat, "w1 w2")
    XCTAssertEqual(documents[0].content.flat, "w3 w4 | w5")
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      [
        "question_topic_train_set.txt line 3 is not a question's id, a tabulator and topic ids",
        "question_train_set.txt line 3 has an id without topics",
        "question_train_set.txt line 4 has 1 column or no id; an id and 4 lists of codes are expected",
      ])
  }

  func testAnnif() throws {
    let short = "A text\t<http://x.org/a> <http://x.org/b>\nno tab\n"
    let (lines, report) = try readCorpus(short)
    XCTAssertEqual(report.format, .annifTSV)
    XCTAssertEqual(lines.map(\.content), [.text("A text")])
    XCTAssertEqual(lines.map(\.tags), [["http://x.org/a", "http://x.org/b"]])
    XCTAssertEqual(report.rejections.map(\.line), [2])

    let (documents, folder) = try readCorpus(files: [
      "b.txt": "The title\n\nThe text.\n", "b.key": "first subject\nsecond\n",
      "a.txt": "One line only", "a.tsv": "<http://x.org/a>\tA label\n<http://x.org/b>\n",
      "c.txt": "no subjects",
    ])
    XCTAssertEqual(folder.format, .annifFolder)
    XCTAssertEqual(documents.map(\.id), ["a", "b"])
    XCTAssertEqual(documents.map(\.title.flat), ["", "The title"])
    XCTAssertEqual(documents.map(\.content.flat), ["One line only", "\n\nThe text."])
    XCTAssertEqual(
      documents.map(\.tags), [["A_label", "http://x.org/b"], ["first_subject", "second"]])
    XCTAssertEqual(folder.rejections.map(\.sentence), ["c.txt line 1 has no tags"])
  }

  private let packages = """
    Package: foo
    Source: src (1.0)
    Description: short of foo
    Description-md5: 11
    Tag: role::program, works-with::{text, image:raster},
     implemented-in::TODO

    Package: libfoo
    Source: src
    Description: short of libfoo
    Description-md5: 22
    Tag: role::shared-lib

    Package: copy
    Description: short of foo
    Description-md5: 11
    Tag: role::program

    Package: plain
    Description: no tags
    Description-md5: 33
    """

  private let translation = """
    Package: foo
    Description-md5: 11
    Description-en: short of foo
     First paragraph
     goes on.
     .
      * item

    Package: copy
    Description-md5: 11
    Description-en: short of foo
     First paragraph
     goes on.
     .
      * item
    """

  func testDebian() throws {
    let files = ["x_Packages": packages, "x_i18n_Translation-en": translation]
    let (documents, report) = try readCorpus(files: files)
    XCTAssertEqual(report.format, .debian)
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(documents.map(\.id).sorted(), ["foo", "libfoo"])
    let foo = try XCTUnwrap(documents.first { $0.id == "foo" })
    XCTAssertEqual(foo.title, .text("short of foo"))
    XCTAssertEqual(foo.content, .text("First paragraph\ngoes on.\n\n * item"))
    XCTAssertEqual(foo.tags, ["role::program", "works-with::text", "works-with::image:raster"])
    XCTAssertEqual(report.merged, 1)
    XCTAssertEqual(report.passedOver, 1)
    let one = try readCorpus(files: files) { $0.onePerSource = true }
    XCTAssertEqual(one.documents.map(\.id), ["foo"])
  }

  /// Ubuntu's index has no tags.
  func testDebianWithoutTagsInTheIndex() throws {
    let bare = packages.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("Tag:") && !$0.hasPrefix(" impl") }.joined(separator: "\n")
    let (documents, _) = try readCorpus(files: [
      "Packages": bare, "tags-current": "libfoo: role::shared-lib, use::x\nplain\n",
    ])
    XCTAssertEqual(documents.map(\.id), ["libfoo"])
    XCTAssertEqual(documents[0].tags, ["role::shared-lib", "use::x"])
  }

  func testForeignCompressions() throws {
    for (mark, problem) in [
      ([0x42, 0x5A, 0x68, 0x39], "is compressed with bzip2, and damaged or truncated"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "is compressed with xz, and damaged or truncated"),
      ([0x28, 0xB5, 0x2F, 0xFD], "is compressed with zstd, and damaged or truncated"),
      ([0x50, 0x4B, 3, 4], "is compressed by zip; plain files, gzip, bzip2, xz and zstd are read"),
    ] as [([UInt8], String)] {
      XCTAssertThrowsError(try readCorpus(bytes: mark + Array("rest".utf8))) {
        XCTAssertEqual(($0 as? InputError)?.problem, problem)
      }
    }
    let tar = [UInt8](repeating: 0x61, count: 257) + Array("ustar\0000".utf8)
    XCTAssertThrowsError(try readCorpus(bytes: tar)) {
      XCTAssertEqual(($0 as? InputError)?.problem, "is a tar archive")
    }
  }

  /// With a mark, and without one: every second byte is zero then.
  func testUTF16IsRefused() throws {
    let line = "{\"text\":\"a b\",\"tags\":\"t\"}\n"
    let little = line.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = line.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
      XCTAssertThrowsError(try readCorpus(bytes: bytes)) {
        XCTAssertEqual(($0 as? InputError)?.problem, "is UTF-16, and only UTF-8 is read")
        XCTAssertEqual(
          ($0 as? InputError)?.remedy,
          "Read it with encoding utf-16, or convert it (iconv -f UTF-16 -t UTF-8)")
      }
    }
  }

  func testJSONLinesRoundTrip() throws {
    let document = RawDocument(
      id: "a\"b", line: 1, title: .tokens([["x", "", "y"]]),
      content: .text("q\"\\\n\t\u{1}é\u{2028}"), tags: ["t"])
    var line: [UInt8] = []
    document.appendJSON(to: &line)
    let read = try readCorpus(bytes: line).documents
    XCTAssertEqual(read, [document])
  }

  func testSeveralFilesOfOneStreamEach() throws {
    let (documents, report) = try readCorpus(files: [
      "1.bib": "@a{k, title={A}, keywords={x}}", "2.jsonl": "{\"title\":\"B\",\"tags\":\"y\"}\n{\n",
      "README.md": "read me",
    ])
    XCTAssertEqual(documents.map(\.id), ["k", "2.jsonl:1"])
    XCTAssertEqual(report.rejections.map(\.sentence), ["2.jsonl line 2 is not valid JSON"])
  }

  /// A quote that a stray one closes much later costs its own line, and nothing between tabulators.
  func testStrayQuotesFarApart() throws {
    let rows = (3...29).map { "\($0),Title \($0),Abs,k" }
    let lines =
      ["id,title,abstract,keywords", "1,Plain,Abs,x", "2,\"Open title,Abs,y"] + rows
      + ["30,Title,Disk of 5\",k", "31,\"Title\nof two lines\",Abs,k"]
    let (documents, report) = try readCorpus(lines.joined(separator: "\n") + "\n")
    XCTAssertEqual(documents.map(\.id), ["1"] + (3...31).map(String.init))
    XCTAssertEqual(report.rejections.map(\.line), [3])
    XCTAssertEqual(documents.last?.title.flat, "Title\nof two lines")
    let tabbed = try readCorpus(lines.map { $0.replacing(",", with: "\t") }.joined(separator: "\n") + "\n")
    XCTAssertEqual(tabbed.documents.map(\.id), (1...31).map(String.init))
    XCTAssertEqual(tabbed.documents[1].title.flat, "\"Open title")
    XCTAssertEqual(tabbed.documents[29].content.flat, "Disk of 5\"")
    let smart = try readCorpus("id\ttitle\ttags\n1\t\"Smart\" cities\ta\n2\t\"Q\"\tb\n")
    XCTAssertEqual(smart.documents.map(\.title.flat), ["\"Smart\" cities", "Q"])
  }

  /// Texts of several lines stay whole, whatever commas are in them.
  func testTextsOfSeveralLines() throws {
    let mail = try readCorpus("text,label\n\"Hello Bob,\nthanks, see you\nbye\",ham\nNo,spam\n")
    XCTAssertEqual(mail.documents.map(\.tags), [["ham"], ["spam"]])
    XCTAssertEqual(mail.documents[0].content.flat, "Hello Bob,\nthanks, see you\nbye")
    let tabbed = try readCorpus("id\ttitle\ttags\n1\t\"Two\nlines\"\ta\t\n2\tOne\tb\t\n")
    XCTAssertEqual(tabbed.documents.map(\.title.flat), ["Two\nlines", "One"])
    XCTAssertEqual(tabbed.report.rejected, 0)
  }

  /// A quotation at the end of a cell is no doubled quote.
  func testEscapedQuotesAtTheEndOfACell() throws {
    let rows = [
      #"id,title,text,tags"#, #"1,"He said \"x\"","a text, long",a;b"#, #"2,"The \"best\", ever","more, text",b;c"#,
      #"3,Plain,"text three",a"#,
    ]
    let read = try readCorpus(rows.joined(separator: "\n"))
    XCTAssertEqual(read.documents.map(\.title.flat), [#"He said "x""#, #"The "best", ever"#, "Plain"])
    XCTAssertEqual(read.report.rejected, 0)
  }

  /// Without ids rows without a text are no continuation of those before them.
  func testBlankTextsDoNotMakeRowsOfOneDocument() throws {
    let rows = (0..<40).map { number -> String in
      if number % 5 == 4 { return ",,\"alpha, beta\"" }
      return "Title \(number),some text \(number),\"machine learning, data mining, x\(number)\""
    }
    let read = try readCorpus("title,abstract,keywords\n" + rows.joined(separator: "\n"))
    XCTAssertEqual(read.documents.first?.tags, ["machine_learning", "data_mining", "x0"])
  }

  func testTablesOfPrograms() throws {
    let flags = "id,title,text,notes,retracted\n1,A,x,,1\n2,B,y,,\n3,C,z,,1\n"
    XCTAssertThrowsError(try readCorpus(flags))
    let given = try readCorpus("summary,description,labels\nS,D,a\n") { $0.columns.text = "summary" }
    XCTAssertEqual(given.documents[0].title.flat, "")
    let tex = "Id,Title,Body,Tags\n1,Cite,\"how to\n@article{foo,\nworks\",<bibtex>\n"
    XCTAssertEqual(try readCorpus(tex).documents.map(\.tags), [["bibtex"]])
    let sorted = try readCorpus("id,title[sort],title,text,tags\n1,a,b,c,d\n")
    XCTAssertEqual(sorted.documents.map(\.title.flat), ["b"], "no name of a language")
    let dspace = try readCorpus("id,dc.title[en_US],dc.subject[en_US]\nu1,One,Biology||Life sciences\n")
    XCTAssertEqual(dspace.documents[0].tags, ["Biology", "Life_sciences"])
    let jira = try readCorpus("Summary,Description,Labels,Labels\nCrash,It crashes.,ui,old bug\n")
    XCTAssertEqual(jira.documents[0].title.flat, "Crash")
    XCTAssertEqual(jira.documents[0].tags, ["ui", "old_bug"])
    let late = try readCorpus("\n\nid;title;tags\n1;A;x, y\n;;\n")
    XCTAssertEqual(late.documents.map(\.tags), [["x", "y"]])
    XCTAssertEqual(late.report.rejected, 0)
    let scopus = try readCorpus("Title,Abstract,Author Keywords\nA,[No abstract available],x; y\n")
    XCTAssert(scopus.documents[0].content.isEmpty)
    let oneHot = try readCorpus("TITLE,ABSTRACT,Physics,Maths,Notes\nA,x,1,0,\nB,y,,1,\n")
    XCTAssertEqual(oneHot.documents.map(\.tags), [["Physics"], ["Maths"]])
  }

  func testMessagesOfTables() throws {
    func problem(_ bytes: [UInt8]) -> String {
      do { _ = try readCorpus(bytes: bytes) } catch { return "\(error)" }
      return ""
    }
    XCTAssert(
      problem(Array("id;Titel;Schlagw".utf8) + [0xF6] + Array("rter\n1;A;x\n".utf8)).contains("not valid UTF-8"))
    let preface = problem(Array("\"About the data\"\nid,title,keywords\n1,A,x\n".utf8))
    XCTAssert(preface.contains("line 2 seems to name the columns") && preface.contains("tail -n +2"), preface)
  }
}
