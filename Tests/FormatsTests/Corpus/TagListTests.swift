// What separates tags: decided once per column or file, and lists that need no
// separator.
import XCTest

@testable import Formats

final class TagListTests: XCTestCase {
  private func tags(
    _ text: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> [[String]] {
    try readCorpus(text, change).documents.map(\.tags)
  }

  /// What R, Python, NumPy and pandas print, empty ones among them.
  func testListsOfPrograms() throws {
    for (cell, expected) in [
      ("c('a b', 'c')", ["a b", "c"]), ("list('a')", ["a"]), ("frozenset({'a b', 'c'})", ["a b", "c"]),
      ("set()", []), ("character(0)", []), ("array(['a b', 'c'], dtype=object)", ["a b", "c"]),
      ("array(['a'], dtype='<U3')", ["a"]), ("Index(['a', 'b'], dtype='object')", ["a", "b"]),
    ] {
      XCTAssertEqual(TagCell(cell), .list(expected), cell)
    }
    for cell in ["function(0)", "integer(mixed)", "character(set)", "f(x)", "graph theory (maths)", "a)"] {
      XCTAssertEqual(TagCell(cell), .plain(cell))
    }
    XCTAssertEqual(TagSeparator(named: "newline"), TagSeparator(.lineFeed))
  }

  /// Case 01: one long keyword does not cut the others into words.
  func testLongKeyword() throws {
    XCTAssertEqual(
      try tags(
        """
        @article{a, title={One}, keywords={deep learning, support vector machines, interaction of people with virtual environments}}
        @article{b, title={Two}, keywords={deep learning; storage of maps in large libraries; privacy}}
        @article{c, title={Three}, keywords={deep learning, privacy}}
        """),
      [
        [
          "deep_learning", "support_vector_machines",
          "interaction_of_people_with_virtual_environments",
        ], ["deep_learning", "storage_of_maps_in_large_libraries", "privacy"],
        ["deep_learning", "privacy"],
      ])
  }

  /// Case 02: the other entries say that a comma separates.
  func testSingleKeyword() throws {
    let text = """
      @article{a, title={One}, keywords={machine learning}}
      @article{b, title={Two}, keywords={machine learning, data mining}}
      @article{c, title={Three}, keywords={Computer Science - Pattern Recognition}}
      """
    XCTAssertEqual(
      try tags(text),
      [
        ["machine_learning"], ["machine_learning", "data_mining"],
        ["Computer_Science_-_Pattern_Recognition"],
      ])
    XCTAssertEqual(
      try tags(text) { $0.columns.tagSeparator = "blank" }[0], ["machine", "learning"])
    // A semicolon: commas belong to keywords.
    XCTAssertEqual(
      try tags(
        """
        @a{a, title={One}, keywords={Databases, Protein; Mice}}
        @a{b, title={Two}, keywords = "Databases,
          Protein"}
        @a{c, title={Two}, keywords={x; y}}
        """),
      [["Databases,_Protein", "Mice"], ["Databases,_Protein"], ["x", "y"]])
    XCTAssertEqual(
      try tags("@a{a, title={One}, keywords={one two}}\n@a{b, title={T}, keywords={three}}"),
      [["one", "two"], ["three"]])
  }

  /// Cases 03 and 13.
  func testTables() throws {
    let (documents, report) = try readCorpus(
      "id,title,text,tags\n1,A,t,\"reinforcement learning, exploration\"\n"
        + "2,B,t,reinforcement learning\n3,C,t,deep reinforcement learning\n")
    XCTAssertEqual(
      documents.map(\.tags),
      [
        ["reinforcement_learning", "exploration"], ["reinforcement_learning"],
        ["deep_reinforcement_learning"],
      ])
    XCTAssertEqual(
      report.notes,
      [
        "columns: id from `id`, title from `title`, text from `text`, tags from `tags`",
        "tags in `tags` are separated by comma",
      ])
    let missing = try readCorpus(
      "\"\",\"title\",\"text\",\"tags\"\n\"1\",\"A\",\"t\",\"a, b\"\n\"2\",\"B\",NA,NA\n"
        + "\"3\",\"C\",\"t\",\"nan\"\n")
    XCTAssertEqual(missing.documents.map(\.tags), [["a", "b"]])
    XCTAssertEqual(missing.report.missingValues, 3)
    XCTAssertEqual(
      missing.report.rejections.map(\.reason), ["has no tags", "has no tags"])
    XCTAssertEqual(
      try tags("title;tags\nA;x, y\nB;x\n") { $0.columns.tagSeparator = "," }, [["x", "y"], ["x"]])
  }

  /// Case 04: each field of JSON has its own separator.
  func testJSONStrings() throws {
    XCTAssertEqual(
      try tags(
        """
        {"id":1,"title":"A","text":"t","tags":"machine learning, data mining"}
        {"id":2,"title":"B","text":"t","keywords":"virtual worlds;animation;computer graphics"}
        {"id":3,"title":"C","text":"t","keyword":"virtual worlds;animation"}
        {"id":4,"title":"D","abstract":"t","categories":"cs.LG stat.ML"}
        {"id":5,"title":"D","abstract":"t","tags":"machine learning"}
        """),
      [
        ["machine_learning", "data_mining"], ["virtual_worlds", "animation", "computer_graphics"],
        ["virtual_worlds", "animation"], ["cs.LG", "stat.ML"], ["machine_learning"],
      ])
  }

  /// Cases 10, 11, 12, 37: lists whose own notation shows where a tag ends.
  func testLists() {
    for (cell, tags) in [
      ("['Databases, Protein', 'Mice']", ["Databases, Protein", "Mice"]),
      ("[\"Databases, Protein\", \"Mice\"]", ["Databases, Protein", "Mice"]),
      ("['a b', \"d'Arc\"]", ["a b", "d'Arc"]), ("['global issues']", ["global issues"]),
      ("['deep learning' 'vision']", ["deep learning", "vision"]), ("[3 17]", ["3", "17"]),
      ("[3, 17]", ["3", "17"]), ("['a'\n 'b']", ["a", "b"]), ("[]", []),
      ("('a', 'b')", ["a", "b"]), ("{'a', 'b c'}", ["a", "b c"]), ("{a,\"b c\"}", ["a", "b c"]),
      ("c(\"a b\", \"c\")", ["a b", "c"]), ("list('a', 'b')", ["a", "b"]),
      ("[{'id': 28, 'name': 'Science Fiction'}, {'id': 1, 'name': 'x'}]", ["Science Fiction", "x"]),
      ("['l\\'eau', 'caf\\xe9']", ["l'eau", "café"]), ("[a b, c]", ["a b", "c"]),
      ("<http://e.org/s1>;<http://e.org/s2>", ["http://e.org/s1", "http://e.org/s2"]),
      ("<http://e.org/s1>, <http://e.org/s2>", ["http://e.org/s1", "http://e.org/s2"]),
      ("<c#><.net><asp.net-mvc>", ["c#", ".net", "asp.net-mvc"]),
      ("|python|pandas|", ["python", "pandas"]), ("['a', None]", ["a"]),
    ] {
      XCTAssertEqual(TagCell(cell), .list(tags), cell)
    }
    for cell in ["a, b", "[unclosed", "f(x)", "(see below) and more", "x"] {
      XCTAssertEqual(TagCell(cell), .plain(cell))
    }
  }

  /// Case 16: columns of 0 and 1 are labels, found or named.
  func testIndicatorColumns() throws {
    let text =
      "ID,TITLE,ABSTRACT,Computer Science,Physics,Mathematics\n"
      + "1,Some title,Some text,1,0,0\n2,Other title,Other text,1,0,1\n3,None,set,0,0,0\n"
    let expected = [["Computer_Science"], ["Computer_Science", "Mathematics"]]
    XCTAssertEqual(try tags(text), expected)
    for labels in [["4-6"], ["Computer Science", "6"]] {
      XCTAssertEqual(try tags(text) { $0.columns.labels = labels }, expected)
    }
    XCTAssertThrowsError(try tags("id,title,a,b\n1,T,1,0\n2,U,2,1\n"))
  }

  func testTwoColumns() throws {
    let zotero =
      "Key,Title,Abstract Note,Manual Tags,Automatic Tags\nK1,T,A,a b; c,d; a b\n"
      + "K2,T,A,,e\n"
    XCTAssertEqual(try tags(zotero), [["a_b", "c", "d"], ["e"]])
    XCTAssertEqual(
      try tags("id,title,x,y\n1,T,a,b;c\n") { $0.columns.tags = ["x", "y"] }, [["a", "b", "c"]])
  }

  /// What was decided for the column holds for every cell of it, and what the user gave even more.
  func testACellDecidesNothing() throws {
    let mixed = "id,title,tags\n1,A,\"a,b c\"\n2,B,j k\n"
    XCTAssertEqual(try tags(mixed) { $0.columns.tagSeparator = "blank" }, [["a,b", "c"], ["j", "k"]])
    let blanks = "id,title,tags\n" + (1...40).map { "\($0),T,x y\n" }.joined() + "41,T,\"p,q r\"\n"
    XCTAssertEqual(try tags(blanks).last, ["p,q", "r"])
    let semicolons = "id,title,tags\n" + (1...40).map { "\($0),T,x;y\n" }.joined() + "41,T,A|B\n"
    XCTAssertEqual(try tags(semicolons).last, ["A|B"])
    XCTAssertEqual(try tags("id,title,tags\n1,T,x;y\n2,T,p|q\n"), [["x", "y"], ["p", "q"]])
  }

  /// A mark separates URIs only where another one begins.
  func testURIsWithMarks() throws {
    for (cell, tags) in [
      ("http://e.org/Paris,_Texas http://e.org/Film", ["http://e.org/Paris,_Texas", "http://e.org/Film"]),
      ("http://e.org/a;http://e.org/b", ["http://e.org/a", "http://e.org/b"]),
      ("http://e.org/a, https://e.org/b,", ["http://e.org/a", "https://e.org/b"]),
      ("http://e.org/P,_T", ["http://e.org/P,_T"]), ("urn:x:1|urn:x:2", ["urn:x:1", "urn:x:2"]),
      ("http://e.org/a ; http://e.org/b", ["http://e.org/a", "http://e.org/b"]),
    ] {
      XCTAssertEqual(TagCell(cell), .list(tags), cell)
    }
    for cell in ["http://e.org/a and more", "see http://e.org/a", "http"] {
      XCTAssertEqual(TagCell(cell), .plain(cell))
    }
    let fragments = "id,title,tags\n1,A,http://e/a#http://e/b\n"
    XCTAssertEqual(try tags(fragments) { $0.columns.tagSeparator = "#" }, [["http://e/a", "http://e/b"]])
    XCTAssertEqual(
      try tags("id,title,tags\n1,A,http://e/1 http://e/2\n2,B,\"http://e/P,_T\"\n"),
      [["http://e/1", "http://e/2"], ["http://e/P,_T"]])
  }

  func testCharacterReferences() throws {
    XCTAssertEqual(
      try tags("id,title,tags\n1,A,Research &amp; Development;Caf&#233;\n2,B,Cats;AT&T\n"),
      [["Research_&_Development", "Café"], ["Cats", "AT&T"]])
    XCTAssertEqual(
      try tags(#"{"id":1,"title":"A","tags":["R&amp;D","R&D","&unknown;"]}"#), [["R&D", "&unknown;"]])
  }

  /// A cell that is a name of the vocabulary is one tag.
  func testNamesOfAVocabulary() throws {
    let names = TagNames { ["Machine learning", "Fish, freshwater", "Fish"].forEach($0) }
    func read(_ cells: String...) throws -> [[String]] {
      try tags("id,title,tags\n" + cells.enumerated().map { "\($0),T,\"\($1)\"\n" }.joined()) {
        $0.columns.names = names
      }
    }
    XCTAssertEqual(try read("Machine learning", "Fish"), [["Machine_learning"], ["Fish"]])
    XCTAssertEqual(
      try read("Fish, freshwater", "machine learning", "Cats"), [["Fish,_freshwater"], ["machine_learning"], ["Cats"]])
    XCTAssertEqual(try read("Fish, Cats", "Fish, freshwater"), [["Fish", "Cats"], ["Fish,_freshwater"]])
  }

  /// A row per subject: what a cell holds is one.
  func testOneRowPerSubject() throws {
    XCTAssertEqual(
      try tags("id,title,subject\n1,T,\"Authors, Finnish\"\n1,T,Machine learning\n2,U,Cats\n2,U,Dogs\n"),
      [["Authors,_Finnish", "Machine_learning"], ["Cats", "Dogs"]])
  }

  /// In exports with one field per keyword a blank never separates.
  func testOneKeywordPerRecord() throws {
    XCTAssertEqual(
      try tags(
        "TY  - JOUR\nTI  - T\nKW  - machine learning\nER  - \nTY  - JOUR\nTI  - U\nKW  - data mining\nER  - \n"),
      [["machine_learning"], ["data_mining"]])
  }

  /// Case 24.
  func testNormalForms() throws {
    let (documents, report) = try readCorpus(
      """
      {"id": 1, "title": "x", "text": "cafe\\u0301", "tags": ["caf\\u00e9"]}
      {"id": 2, "title": "y", "text": "caf\\u00e9", "tags": ["cafe\\u0301", "AI\\u200b", "\\ufeffAI", "AI"]}
      """)
    let tags = Set(documents.flatMap(\.tags).map { Array($0.unicodeScalars) })
    XCTAssertEqual(tags, [Array("caf\u{E9}".unicodeScalars), Array("AI".unicodeScalars)])
    XCTAssertEqual(report.repeatedTags, 2)
  }
}
