// Files as other programs export them: Annif, RIS, PubMed, the Web of Science,
// Scopus, fastText, LibMultiLabel, JSON that is not one object per line.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class ExportFormatTests: XCTestCase {
  /// Case 05.
  func testAnnifJSONLines() throws {
    let text = """
      {"document_id":"d1","text":"RFC 791: Internet Protocol","subjects":[{"uri":"http://example.org/subj1","label":"networking"},{"uri":"http://example.org/subj3"}]}
      {"document_id":"d2","metadata":{"title":"Only metadata"},"subjects":[{"label":"networking"}]}
      """
    let (documents, _) = try readCorpus(text)
    XCTAssertEqual(documents.map(\.id), ["d1", "d2"])
    XCTAssertEqual(
      documents.map(\.tags), [["networking", "http://example.org/subj3"], ["networking"]])
    XCTAssertEqual(documents.map(\.title.flat), ["", "Only metadata"])
    XCTAssertEqual(
      try readCorpus(text) { $0.prefersIdentifiers = true }.documents.map(\.tags),
      [["http://example.org/subj1", "http://example.org/subj3"], ["networking"]])
  }

  /// Case 06.
  func testAnnifJSONFolder() throws {
    let (documents, _) = try readCorpus(files: [
      "a1.json": """
      {
       "document_id": "article1",
       "text": "Consider a future device",
       "metadata": {"title": "As we may"},
       "subjects": [{"uri": "http://example.org/p817", "label": "future"}]
      }
      """,
      "a2.json": "{\"text\":\"Another text\",\"subjects\":[{\"label\":\"future\"}]}",
    ])
    XCTAssertEqual(documents.map(\.tags), [["future"], ["future"]])
    XCTAssertEqual(documents[0].id, "article1")
    XCTAssertEqual(documents[0].title, .text("As we may"))
  }

  /// Cases 07 and 38.
  func testAnnifCSV() throws {
    let (documents, _) = try readCorpus(
      "document_id,text,subject_uris\nRFC791,\"RFC 791: Internet Protocol\",\"<http://e.org/1> "
        + "<http://e.org/3>\"\nRFC1925,\"RFC 1925: Truths\",\"<http://e.org/1>\"\n")
    XCTAssertEqual(documents.map(\.id), ["RFC791", "RFC1925"])
    XCTAssertEqual(documents.map(\.tags.count), [2, 1])
    let untagged = try readCorpus("document_id,text\nA1,some words\nA2,words and more\n") {
      $0.requiresTags = false
    }
    XCTAssertEqual(untagged.documents.map(\.id), ["A1", "A2"])
  }

  /// Cases 08 and 09: subjects between tabulators; the same text plays the same
  /// part in TSV and CSV.
  func testAnnifTSV() throws {
    let (documents, report) = try readCorpus(
      "RFC 1925\t<http://e.org/1>\t<http://e.org/2>\nGoto\t<http://e.org/2>\n"
        + "RFC 791\t<http://e.org/1> <http://e.org/3>\n")
    XCTAssertEqual(report.format, .annifTSV)
    XCTAssertEqual(documents.map(\.tags.count), [2, 1, 2])
    let long = "Kurzer Titel ¤ " + (0..<60).map { "wort\($0)" }.joined(separator: " ")
    let tsv = try readCorpus("\(long)\t<http://e.org/1>\n").documents
    let csv = try readCorpus("text,subject_uris\n\(long),<http://e.org/1>\n").documents
    XCTAssertEqual(tsv.map(\.title), [.text("Kurzer Titel")])
    XCTAssertEqual(tsv.map(\.title), csv.map(\.title))
    XCTAssertEqual(tsv.map(\.content), csv.map(\.content))
  }

  /// Cases 14, 15, 17, 35, 36.
  func testTablesOfOtherPrograms() throws {
    let excel = try readCorpus("sep=;\nid;title;text;tags\n1;A;text one;\"a,b\"\n").documents
    XCTAssertEqual(excel.map(\.id), ["1"])
    XCTAssertEqual(excel.map(\.title), [.text("A")])
    let mac = try readCorpus("id,title,text,tags\r1,A,text one,a;b\r2,B,text two,a;c\r").documents
    XCTAssertEqual(mac.map(\.tags), [["a", "b"], ["a", "c"]])
    XCTAssertEqual(
      try readCorpus("@article{a,\r  title={T},\r  keywords={x, y}\r}\r").documents.map(\.tags),
      [["x", "y"]])
    let wos = try readCorpus(
      "\u{FEFF}PT\tTI\tDE\tAB\tUT\t\r\nJ\tA title\talpha; beta gamma\tText one.\tWOS:1\t\t\r\n"
        + "J\tB title\talpha; beta\tText two.\tWOS:2\t\t\r\n"
    ).documents
    XCTAssertEqual(wos.map(\.id), ["WOS:1", "WOS:2"])
    XCTAssertEqual(wos.map(\.tags), [["alpha", "beta_gamma"], ["alpha", "beta"]])
    let nul = try readCorpus("id,title,text,tags\n1,A\0B,\"te\0xt\",x\0y\n2,C,d,z\n")
    XCTAssertEqual(nul.documents.map(\.id), ["1", "2"])
    let quotes = try readCorpus(
      "id,title,text,tags\r\n1,A,\"line one\r\nline two\",x\r\n2,B,\"un closed,x\r\n3,C,ok,x\r\n"
        + "4,D,ok\r\n5,E,ok,x,\r\n6,F,\"He said \"\"hi\"\"\",x\r\n7,G,\"He said \\\"hi\\\"\",x\r\n")
    XCTAssertEqual(quotes.documents.map(\.id), ["1", "3", "6"])
    XCTAssertEqual(quotes.report.rejected, 4)
  }

  func testEncodings() throws {
    let latin = Array("id,title,text,tags\n1,M".utf8) + [0xFC] + Array("ller,t,x\n".utf8)
    let refused = try readCorpus(bytes: latin)
    XCTAssertEqual(refused.report.notUTF8, 1)
    XCTAssert(refused.report.rejections[0].remedy?.contains("encoding windows-1252") == true)
    let read = try readCorpus(paths: [try temporaryFile(latin)]) { $0.encoding = "latin1" }
    XCTAssertEqual(read.documents.map(\.title), [.text("Müller")])
    let utf16 = "\u{FEFF}id,title,tags\n1,Mü,x\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let wide = try readCorpus(paths: [try temporaryFile(utf16)]) { $0.encoding = "utf-16" }
    XCTAssertEqual(wide.documents.map(\.title), [.text("Mü")])
    XCTAssertThrowsError(
      try readCorpus(paths: [try temporaryFile(latin)]) { $0.encoding = "klingon" })
    let (bom, _) = try readCorpus(files: [
      "a.txt": "\u{FEFF}Title A\n\nBody.\n", "a.key": "\u{FEFF}networking\nrouting\n",
    ])
    XCTAssertEqual(bom.map(\.title), [.text("Title A")])
    XCTAssertEqual(bom.map(\.tags), [["networking", "routing"]])
  }

  /// Cases 18, 19, 20.
  func testBibTeXOfScopus() throws {
    let scopus = try readCorpus(
      """
      @ARTICLE{Salvi Verde2022,
      \ttitle = {First},
      \tkeywords = {alpha; beta}
      }
      @ARTICLE{EuropeanCommission,T2019,
      \ttitle = {Second},
      \tkeywords = {alpha; beta}
      }
      @Article{HoSp-87 ,
         title = {Third},
         keywords = {alpha, beta},
      }
      """)
    XCTAssertEqual(scopus.report.rejections, [])
    XCTAssertEqual(
      scopus.documents.map(\.id), ["Salvi Verde2022", "EuropeanCommission,T2019", "HoSp-87"])
    let broken = try readCorpus(
      """
      % Encoding: UTF-8
      @Comment{jabref-meta: databaseType:biblatex;}
      @article{g1, title={First good}, keywords={a, b}}
      @article{b1, title={From 3 to 15{{\\%}., keywords={a, b}}
      @article{g2, title={Second good}, keywords={a, b}}
      @article{b2,
        title = {No comma here}
        keywords = {a, b},
      }
      @article{g3, title={Escaped}, file={Name \\{Withania.pdf:/x/W.pdf:application/pdf}, keywords={a, b}
      }
      @article{g3, title={Same key}, month = jun, note = nomacro # { x}, keywords={a, b}}
      """)
    XCTAssertEqual(broken.documents.map(\.id), ["g1", "g2", "g3", "g3#2"])
    XCTAssertEqual(broken.report.rejections.map(\.line), [4, 6])
    let tex = try readCorpus(
      ##"""
      @article{a, title={{$\omega$-rewriting} Gedenk\"uberlieferung Mart{\'{\i}}n Fra{\"\i}ss{\'e} Ljube{\v s}i{\'c} Gr{\=u}z{\=\i}tis S\o ren \ss a {\L}\'od\'z}, keywords={R\&D, C\#}}
      @article{b, title={na\"\i ve 10 \textmu m \href{http://a.b}{link}}, keywords={x}}
      """##
    ).documents
    XCTAssertEqual(
      tex[0].title.flat, "ω-rewriting Gedenküberlieferung Martín Fraïssé Ljubešić Grūzītis Søren ßa Łódź")
    XCTAssertEqual(tex[0].tags, ["R&D", "C#"])
    XCTAssertEqual(tex[1].title.flat, "naïve 10 µm link")
  }

  /// Cases 21, 22, 23, 30.
  func testJSON() throws {
    let array = try readCorpus(
      #"[{"id":1,"title":"A","text":"t","tags":["a","b"]},{"id":2,"title":"B","text":"t","tags":["a"]}]"#)
    XCTAssertEqual(array.report.format, .json)
    XCTAssertEqual(array.documents.map(\.id), ["1", "2"])
    let pretty = try readCorpus("{\n  \"id\":1,\n  \"title\":\"A\",\"text\":\"t\",\n  \"tags\":[\"a\",\"b\"]\n}\n")
    XCTAssertEqual(pretty.documents.map(\.tags), [["a", "b"]])
    let wrapped = try readCorpus(
      "{\"items\": [\n {\"id\":\"x\",\"title\":\"A\",\"keyword\":\"p q, r\"},\n {\"id\":\"y\",\"title\":\"A\",\"keyword\":\"p q\"}]}"
    )
    XCTAssertEqual(wrapped.documents.map(\.tags), [["p_q", "r"], ["p_q"]])
    let odd = try readCorpus(
      """
      {"id":1,"title":"A","text":NaN,"tags":["a"]}
      {"id":2,"title":"B","text":"t","tags":["a",null]}
      {"id":3,"title":"C","text":"t","tags":[{"tag":"deep nets"}]}
      {"id":4.0,"title":"D","text":null,"tags":["a"]}
      """)
    XCTAssertEqual(odd.documents.map(\.id), ["1", "2", "3", "4"])
    XCTAssertEqual(odd.documents.map(\.tags), [["a"], ["a"], ["deep_nets"], ["a"]])
    let fallback = try readCorpus(
      "{\"title\":\"first, no id\",\"text\":\"x\",\"tags\":[\"a\"]}\n{\"id\":1,\"title\":\"second\",\"text\":\"y\",\"tags\":[\"b\"]}\n"
    )
    XCTAssertEqual(fallback.documents.map(\.id), ["line-1", "1"])
    let record =
      #"{"uid":"0000013714","title":"Some book","content":"About maths","target_ind":[0,5],"target_rel":[1.0,1.0]}"#
    XCTAssertEqual(try readCorpus(record).documents.map(\.tags), [["0", "5"]])
    let named = try readCorpus(files: [
      "trn.json": record, "lbl.txt": "zero\none\ntwo\nthree\nfour\nfifth one\n",
    ])
    XCTAssertEqual(named.documents.map(\.tags), [["zero", "fifth_one"]])
    XCTAssertEqual(named.documents.map(\.id), ["0000013714"])
  }

  /// Cases 26 and 27.
  func testLines() throws {
    let multi = try readCorpus("doc1\tecat ccat\tsome text here\ndoc2\tgcat\tother text here\ndoc3\tmcat\tthird text\n")
    XCTAssertEqual(multi.report.format, .libMultiLabel)
    XCTAssertEqual(multi.documents.map(\.id), ["doc1", "doc2", "doc3"])
    XCTAssertEqual(multi.documents.map(\.tags), [["ecat", "ccat"], ["gcat"], ["mcat"]])
    let fast = try readCorpus(
      "__label__sauce,__label__cheese How much starch affects a sauce?\n__label__acid Dangerous pathogens grow\n")
    XCTAssertEqual(fast.report.format, .fastText)
    XCTAssertEqual(fast.documents.map(\.tags), [["sauce", "cheese"], ["acid"]])
    XCTAssertEqual(fast.documents[1].content, .text("Dangerous pathogens grow"))
  }

  /// Case 39: without its marks nothing is taken for the original's lines.
  func testUnknownFormats() throws {
    for text in ["just a text\nand another line\n", "<?xml version=\"1.0\"?><a/>", "1 2 3\n"] {
      XCTAssertThrowsError(try readCorpus(text) { $0.requiresTags = false }, text) {
        XCTAssert($0 is InputError)
      }
    }
    for (bytes, word) in [
      (Array("PAR1xxxxxxxx".utf8), "Parquet"), (Array("%PDF-1.4 x".utf8), "PDF"),
      (Array(#"{\rtf1\ansi A text}"#.utf8), "RTF"),
      ([0x50, 0x4B, 3, 4] + Array("....[Content_Types].xml".utf8), "XLSX"),
      (Array("<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record>".utf8), "MARCXML"),
    ] {
      XCTAssertThrowsError(try readCorpus(bytes: bytes), word) {
        XCTAssert((($0 as? InputError)?.problem ?? "").contains(word), "\($0)")
        XCTAssertNotNil(($0 as? InputError)?.remedy)
      }
    }
  }

  func testRIS() throws {
    let (documents, report) = try readCorpus(
      "TY  - JOUR\r\nTI  - A title\r\nAB  - Some text\r\nthat goes on.\r\nKW  - alpha beta\r\nKW  - gamma, delta\r\nID  - x1\r\nER  - \r\n\r\n"
        + "TY  - JOUR\r\nT1  - B\r\nN2  - Text\r\nKW  - alpha\r\nKW  - beta\r\nER  -\r\n"
        + "TY  - JOUR\r\nTI  - No keywords\r\nER  - \r\n")
    XCTAssertEqual(report.format, .ris)
    XCTAssertEqual(documents.map(\.tags), [["alpha_beta", "gamma,_delta"], ["alpha", "beta"]])
    XCTAssertEqual(documents[0].id, "x1")
    XCTAssertEqual(documents[0].content, .text("Some text that goes on."))
    XCTAssertEqual(report.passedOver, 1)
    let joined = try readCorpus(
      "TY  - JOUR\nTI  - A\nKW  - one two; three\nER  - \nTY  - JOUR\nTI  - B\nKW  - four\nER  - \n")
    XCTAssertEqual(joined.documents.map(\.tags), [["one_two", "three"], ["four"]])
  }

  /// Structured abstracts have a field for each section.
  func testAbstractsInSeveralFields() throws {
    for (text, content) in [
      (
        "TY  - JOUR\nTI  - A\nAB  - Aim one\ngoes on\nAB  - Result two\nKW  - x\nER  - \n",
        "Aim one goes on\n\nResult two"
      ),
      ("TY  - JOUR\nTI  - A\nN2  - One\nN2  - Two\nN2  - One\nKW  - x\nER  - \n", "One\n\nTwo"),
      ("TY  - JOUR\nTI  - A\nN1  - Cited by: 3\nN1  - A note\nKW  - x\nER  - \n", "Cited by: 3"),
      ("%0 Book\n%T A\n%X One\n%X Two\n%K x\n", "One\n\nTwo"),
      ("@book{a, title={A}, abstract={One}, abstract={Two}, keywords={x}}", "One\n\nTwo"),
    ] {
      let (documents, report) = try readCorpus(text)
      XCTAssertEqual(documents.map(\.content), [.text(content)], text)
      XCTAssertEqual(documents.map(\.tags), [["x"]], text)
      XCTAssertEqual(report.rejections, [], text)
    }
    XCTAssertEqual(
      try readCorpus("@book{a, title={A}, keywords={x}, keywords={y}}").documents.map(\.tags), [["x", "y"]])
  }

  func testMedlineAndWebOfScience() throws {
    let nbib = try readCorpus(
      """

      PMID- 12345
      TI  - A long title that
            goes on.
      AB  - Abstract.
      MH  - *Neoplasms/genetics
      MH  - Databases, Protein
      OT  - gene chips

      PMID- 12346
      TI  - Second
      OT  - x
      """)
    XCTAssertEqual(nbib.report.format, .nbib)
    XCTAssertEqual(nbib.documents.map(\.id), ["12345", "12346"])
    XCTAssertEqual(
      nbib.documents.map(\.tags), [["Neoplasms", "Databases,_Protein", "gene_chips"], ["x"]])
    XCTAssertEqual(nbib.documents[0].title, .text("A long title that goes on."))
    let wos = try readCorpus(
      """
      FN Clarivate Analytics Web of Science
      VR 1.0
      PT J
      TI First title
         goes on
      DE machine learning; data
         mining
      AB Text.
      UT WOS:1
      ER

      PT J
      TI Second
      DE privacy
      ER

      EF
      """)
    XCTAssertEqual(wos.report.format, .webOfScience)
    XCTAssertEqual(wos.documents.map(\.tags), [["machine_learning", "data_mining"], ["privacy"]])
    let xml = try readCorpus(
      """
      <?xml version="1.0"?>
      <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>
      <ArticleTitle>A <i>title</i></ArticleTitle><Abstract><AbstractText>One.</AbstractText>
      <AbstractText>Two.</AbstractText></Abstract></Article><MeshHeadingList><MeshHeading>
      <DescriptorName>Mice</DescriptorName><QualifierName>x</QualifierName></MeshHeading></MeshHeadingList>
      <KeywordList><Keyword>gene chips</Keyword></KeywordList></MedlineCitation></PubmedArticle></PubmedArticleSet>
      """)
    XCTAssertEqual(xml.report.format, .pubMed)
    XCTAssertEqual(xml.documents.map(\.tags), [["Mice", "gene_chips"]])
    XCTAssertEqual(xml.documents.map(\.title), [.text("A title")])
    XCTAssertEqual(xml.documents.map(\.content), [.text("One.\n\nTwo.")])
    let endNote = try readCorpus(
      "%0 Journal Article\n%T A title\n%X Text\n%K alpha beta\ngamma\n%F key1\n\n%0 Book\n%T B\n%K alpha\ndelta\n")
    XCTAssertEqual(endNote.report.format, .endNote)
    XCTAssertEqual(endNote.documents.map(\.tags), [["alpha_beta", "gamma"], ["alpha", "delta"]])
  }

  /// Case 37.
  func testStackExchange() throws {
    XCTAssertEqual(
      try readCorpus(
        "Id,Title,Body,Tags\n1,How to,<p>Use it</p>,<c#><.net><asp.net-mvc>\n"
          + "2,Why,<p>text</p>,<python>\n3,What,<p>text</p>,|python|pandas|\n"
      ).documents.map(\.tags),
      [["c#", ".net", "asp.net-mvc"], ["python"], ["python", "pandas"]])
  }

  func testFilesWithoutIDsAreToldApart() throws {
    let line = "{\"text\":\"a\",\"tags\":[\"t\"]}\n"
    let (documents, report) = try readCorpus(files: ["a.jsonl": line, "b.jsonl": line])
    XCTAssertEqual(documents.map(\.id), ["a.jsonl:1", "b.jsonl:1"])
    XCTAssertEqual(report.rejections, [])
  }

  func testKeywordsOfDatabases() throws {
    let nbib = "PMID- 1\nTI  - T\nMH  - *Neoplasms/genetics\nOT  - *HIV/AIDS\nOT  - PI3K/Akt\n"
    XCTAssertEqual(try readCorpus(nbib).documents[0].tags, ["Neoplasms", "HIV/AIDS", "PI3K/Akt"])
    let ris =
      "TY  - JOUR\nTI  - Robots\nAB  - systems in which\nAI - driven ones work.\nKW  - *Neoplasms/ge [Genetics]\nKW  - *Aging\nKW  - TCP/IP\nER  - \n"
    let robots = try readCorpus(ris).documents[0]
    XCTAssertEqual(robots.tags, ["Neoplasms", "Aging", "TCP/IP"])
    XCTAssertEqual(robots.content.flat, "systems in which AI - driven ones work.")
    let wos = "FN x\nPT J\nTI A\nDE Deep nets; b\nID CLASS\nUT 1\nER\n\nPT J\nTI B\nID MODEL\nUT 2\nER\nEF\n"
    XCTAssertEqual(try readCorpus(wos).documents.map(\.tags), [["Deep_nets", "b"]])
    XCTAssertEqual(
      try readCorpus(wos.replacing("DE Deep nets; b\n", with: "")).documents.map(\.tags), [["CLASS"], ["MODEL"]])
    XCTAssertEqual(
      try readCorpus(wos) { $0.columns.tags = ["DE", "ID"] }.documents.map(\.tags),
      [["Deep_nets", "b", "CLASS"], ["MODEL"]])
    let index = wos.replacing("EF\n", with: "PT J\nTI C\nID X\nUT 3\nER\nEF\n")
    XCTAssertEqual(try readCorpus(index).documents.map(\.tags), [["CLASS"], ["MODEL"], ["X"]])
    let mixed = "TY  - JOUR\nTI  - A\nKW  - a\nKW - b\nER -\nTY  - JOUR\nTI  - B\nKW  - c\nER -\n"
    XCTAssertEqual(try readCorpus(mixed).documents.map(\.tags), [["a", "b"], ["c"]])
    let refer = "%A Bell\n%T First\n%K things, stuff\n\n%A Bell\n%T Second\n%K stuff\n"
    XCTAssertEqual(try readCorpus(refer).documents.map(\.title.flat), ["First", "Second"])
  }

  func testChaptersAndOtherAbstracts() throws {
    let book =
      "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>1</PMID><Book><BookTitle>StatPearls</BookTitle></Book>"
      + "<ArticleTitle>Anatomy</ArticleTitle><Abstract><AbstractText>It is so.</AbstractText></Abstract>"
      + "<OtherAbstract Language=\"spa\"><AbstractText>Es asi.</AbstractText></OtherAbstract>"
      + "<KeywordList><Keyword>Neck</Keyword></KeywordList></BookDocument></PubmedBookArticle></PubmedArticleSet>"
    let document = try readCorpus(
      book.replacing("<PubmedBookArticle>", with: "<PubmedBookArticle><!-- <PubmedArticle -->")
    ).documents[0]
    XCTAssertEqual(document.title.flat, "Anatomy")
    XCTAssertEqual(document.content.flat, "It is so.")
  }
}
