// A dump by hand with every escape, posts of several users, and damage.
import XCTest

@testable import Formats

final class BibSonomyDumpTests: XCTestCase {
  /// A row of `bibtex` in the publisher's order.
  private func row(
    _ id: String, title: String, abstract: String = "\\N", hash: String = "\\N",
    misc: String = "\\N"
  ) -> String {
    var fields = [String](repeating: "\\N", count: 35)
    fields[0] = id
    fields[25] = misc
    fields[26] = abstract
    fields[28] = hash
    fields[31] = title
    return fields.joined(separator: "\t") + "\n"
  }

  private let hash = "0123456789abcdef0123456789ABCDEF"

  func testEveryEscape() throws {
    let (documents, report) = try readCorpus(files: [
      "tas": "7\tall\\\\in\\\tone\t1\t2\t2007-01-01 00:00:00\n",
      "bibtex": row(
        "1", title: "a\\\nb\\\tc\\td\\ne\\rf\\0g\\bh\\Zi\\\\j\\k\"l\\'",
        abstract: "G{\\\\\"o}del \\\\& \"quotes\" stay\\N"),
    ])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(report.format, .bibsonomyDump)
    XCTAssertEqual(documents.count, 1)
    // What is \j once the escape is taken off is TeX: an unknown command.
    XCTAssertEqual(documents[0].title, .text("a\nb\tc\td\ne\rf\0g\u{8}h\u{1A}i jk\"l'"))
    XCTAssertEqual(documents[0].content, .text("Gödel & \"quotes\" stayN"))
    XCTAssertEqual(documents[0].tags, ["all\\in_one"])
    XCTAssertEqual(report.lines, 3)
  }

  func testByteOrderMarksCostNoRow() throws {
    let (documents, report) = try readCorpus(files: [
      "tas": "\u{FEFF}7\tweb\t1\t2\td\n", "bibtex": "\u{FEFF}" + row("1", title: "A"),
    ])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(documents.map(\.tags), [["web"]])
  }

  func testPostsOfOnePublicationAreOneDocument() throws {
    let files = [
      "tas": """
      1\tweb\t10\t2\td
      1\tnlp\t10\t2\td
      2\tnlp\t11\t2\td
      2\tnlp\t11\t2\td
      3\tzeta\t11\t2\td
      1\tother\t12\t2\td
      9\tmark\t10\t1\td
      4\tnlp\t99\t2\td

      """,
      "bibtex": row("10", title: "First", abstract: "Short", hash: hash)
        + row("11", title: "Second", abstract: "A longer one", hash: hash.lowercased())
        + row("12", title: "Third", misc: "issn = {1}, abstract = {In {m}isc}")
        + row("13", title: "Untagged"),
      "relation": "not read",
    ]
    let (documents, report) = try readCorpus(files: files)
    XCTAssertEqual(documents.map(\.id), ["11", "12"])
    XCTAssertEqual(documents[0].title, .text("Second"))
    // By the number of users, then by first use in the dump.
    XCTAssertEqual(documents[0].tags, ["nlp", "web", "zeta"])
    XCTAssertEqual(documents[0].line, 2)
    XCTAssertEqual(documents[1].content, .text("In misc"))
    XCTAssertEqual(report.merged, 1)
    XCTAssertEqual(report.strayTags, 1)
    XCTAssertEqual(report.repeatedTags, 1)
    XCTAssertEqual(report.passedOver, 2)  // the bookmark's tag, the untagged publication
    XCTAssertEqual(report.rejected, 0)

    let popular = try readCorpus(files: files) { $0.minimumTagUsers = 2 }
    XCTAssertEqual(popular.documents.map(\.tags), [["nlp"]])
    XCTAssertEqual(popular.report.rareTags, 3)
    let all = try readCorpus(files: files) { $0.requiresTags = false }
    XCTAssertEqual(all.documents.map(\.id), ["11", "12", "13"])
  }

  func testBookmarks() throws {
    let (documents, _) = try readCorpus(files: [
      "tas": "1\tx\t5\t1\td\n1\ty\t6\t2\td\n",
      "bookmark": "5\t\(hash)\thttp://a\tA title\tMore\td\n",
    ]) { $0.resources = .bookmarks }
    XCTAssertEqual(documents.map(\.title), [.text("A title")])
    XCTAssertEqual(documents.map(\.content), [.text("More")])
    XCTAssertEqual(documents.map(\.tags), [["x"]])
  }

  func testDamagedRowsCostOnlyThemselves() throws {
    let good = (1...5).map { row("\($0)", title: "T\($0)") }
    let stray = good[1].dropLast() + "\\\n"  // ties row 2 to row 3
    let files = [
      "tas": "1\ta\t1\t2\td\nbroken\n1\tb\tx\t2\td\n1\t\t1\t2\td\n1\ta\t3\t2\td\n1\ta\t5\t2\td\n",
      "bibtex": good[0] + stray + good[2] + "4\tshort\n" + row("x5", title: "T") + good[4],
    ]
    let (documents, report) = try readCorpus(files: files)
    XCTAssertEqual(documents.map(\.id), ["1", "3", "5"])
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      [
        "tas line 2 has 1 column, 5 are expected",
        "tas line 3 has a content_id or content_type that is not a number",
        "tas line 4 has no user or no tag",
        "bibtex line 2 has a line break that only a stray backslash protects",
        "bibtex line 4 has 2 columns, 35 are expected",
        "bibtex line 5 has a content_id that is not a number",
      ])
    XCTAssertEqual(
      try corpusRefusal(files: files) { $0.isStrict = true },
      "tas:2: the record has 1 column, 5 are expected. Put the dump's tables.sql next to the file "
        + "if its columns differ.")
  }

  func testColumnsOfTablesSQL() throws {
    let sql = """
      -- a comment with CREATE TABLE x (
      DROP TABLE IF EXISTS `bibtex`;
      CREATE TABLE `bibtex` (
        `content_id` int(10) unsigned NOT NULL default '0',
        `title` text COMMENT 'with, a ( in it',
        `bibtexAbstract` text, /* an aside */
        "simhash1" char(32),
        PRIMARY KEY  (`content_id`), KEY `t` (`title`(10))
      ) ENGINE=InnoDB;
      create table if not exists db.tas (tag varchar(255), content_type tinyint(1),
        user int, content_id int, UNIQUE KEY `u` (`tag`));
      LOAD DATA LOCAL INFILE 'tas' INTO TABLE tas;
      """
    let (documents, report) = try readCorpus(files: [
      "tables.sql": sql, "tas": "x\t2\t7\t1\n", "bibtex": "1\tT\tA\th\n",
    ])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(documents.map(\.title), [.text("T")])
    XCTAssertEqual(documents.map(\.tags), [["x"]])
    XCTAssertEqual(
      try corpusRefusal(files: [
        "tables.sql": "CREATE TABLE bibtex (a int)", "tas": "", "bibtex": "1\n",
      ]),
      "bibtex: tables.sql gives the table no column content_id, simhash1, title or "
        + "bibtexAbstract. Correct tables.sql, or remove it for the usual columns.")
  }

  func testDamagedCharacters() throws {
    let folder = try temporaryFolder(["tas": "1\ta\t1\t2\td\n1\ta\t2\t2\td\n"])
    var bytes = Array(row("1", title: "A?B").utf8) + Array(row("2", title: "T").utf8)
    bytes = bytes.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/bibtex"))
    let (documents, report) = try readCorpus(paths: [folder])
    XCTAssertEqual(documents.map(\.title), [.text("A\u{FFFD}B"), .text("T")])
    XCTAssertEqual(report.repaired, 1)
  }

  func testOneFileBringsTheOthers() throws {
    let folder = try temporaryFolder([
      "tas": "1\ta\t1\t2\td\n", "bibtex": row("1", title: "T"), "notes.txt": "x",
    ])
    XCTAssertEqual(try readCorpus(paths: [folder + "/tas"]).documents.count, 1)
    XCTAssertEqual(
      try CorpusReader.files(of: [folder + "/bibtex"]).map(CorpusFiles.title), ["bibtex", "tas"])
    XCTAssertEqual(
      try corpusRefusal(files: ["tas": "", "x": ""]) { $0.format = .bibsonomyDump },
      "FOLDER: there is no file bibtex for the format bibsonomy-dump. Give the folder that holds "
        + "it, or all files of the corpus.")
  }

  /// The million rows of the benchmark in small: every damaged row is reported
  /// with its line, everything else is read.
  func testManyRowsWithDamage() throws {
    var tas = ""
    var bibtex = ""
    var damaged: [String] = []
    for number in 1...4_000 {
      if number % 100 == 37 {
        bibtex += "\(number)\tlost columns\n"
        damaged.append("bibtex line \(number) has 2 columns, 35 are expected")
      } else {
        bibtex += row("\(number)", title: "Title \(number)", abstract: "Text\\\nof \(number)")
          .replacingOccurrences(of: "Text\\\n", with: "Text ")
      }
      tas += "\(number % 50)\ttag\(number % 7)\t\(number)\t2\td\n"
    }
    let folder = try temporaryFolder(["tas": tas, "bibtex": bibtex])
    var reader = CorpusReader(paths: [folder])
    var told: [String] = []
    reader.onRejection { told.append($0.sentence) }
    var count = 0
    while try reader.next() != nil { count += 1 }
    XCTAssertEqual(count, 3_960)
    XCTAssertEqual(told, damaged)
    XCTAssertEqual(reader.report.rejected, 40)
    XCTAssertEqual(reader.report.rejections.count, CorpusReport.keptRejections)
    XCTAssertEqual(reader.report.strayTags, 40)
  }
}
