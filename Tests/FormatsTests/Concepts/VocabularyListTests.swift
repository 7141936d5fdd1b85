// Vocabularies that are lists, and concepts in a stage file.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles
@testable import FormatsRDF

final class VocabularyListTests: XCTestCase {
  private func table(_ files: [(name: String, text: String)]) throws -> ConceptTable {
    let folder = try ScratchFolder()
    var builder = ConceptTableBuilder(isFlat: true)
    for (name, text) in files {
      let path = try folder.write(Array(text.utf8), as: name)
      let format = try XCTUnwrap(VocabularyListFormat.recognise(Array(text.utf8)), text)
      _ = try builder.read(list: try ByteSource(path: path), format: format, title: name)
    }
    let table = builder.finish()
    XCTAssertNil(table.brokenInvariant())
    return table
  }

  /// `kind language text` of a concept's names.
  private func names(_ table: ConceptTable, _ identifier: String) throws -> [String] {
    let number = try XCTUnwrap(table.number(of: identifier))
    return table.names(of: number).map {
      "\($0.kind) \(table.language(of: $0)) \(table.text(of: $0))"
    }
  }

  func testRecognition() {
    let cases: [(String, VocabularyListFormat)] = [
      ("<http://e/1>\tCats\n", .annif),
      ("uri,label_en,label_fi\nhttp://e/1,Cats,Kissat\n", .table(separator: 0x2C)),
      ("\u{FEFF}uri\tprefLabel@en\n", .table(separator: 0x09)),
      ("notation;label_de\n", .table(separator: 0x3B)),
      ("Cats\nDogs, wild\n", .names), ("Cats, wild\nDogs\n", .names),
      ("Smith, John\nDoe, Jane\n", .names), ("http://e/1\nhttp://e/2\n", .names),
      ("uri|label_en\nhttp://e/1|Cats\n", .table(separator: 0x7C)),
      ("sep=;\nuri;label_en\n", .table(separator: 0x3B)),
      ("Concept URI,Preferred Label,Alternative Labels,Broader Concept URI\n", .table(separator: 0x2C)),
      ("Code;Bezeichnung;Oberbegriff\n", .table(separator: 0x3B)),
      ("Identifiant\tLibellé préféré\tTerme générique\n", .table(separator: 0x09)),
      ("Término;Sinónimos\n", .table(separator: 0x3B)),
      ("Label;Remarks of 1987\nCats;x\n", .table(separator: 0x3B)),
      ("\"http://e/1\",\"Cats\"\n", .rows(separator: 0x2C)), ("http://e/1\tCats\t57\n", .rows(separator: 0x09)),
      ("urn:x:1;Cats\n", .rows(separator: 0x3B)), ("http://e/1|Cats\n", .rows(separator: 0x7C)),
      ("http://e/1,http://e/2\n", .names),
    ]
    for (text, format) in cases {
      XCTAssertEqual(VocabularyListFormat.recognise(Array(text.utf8)), format, text)
    }
    XCTAssertNil(VocabularyListFormat.recognise([0, 1, 2]))
  }

  func testMoreLanguagesThanTheTableHolds() throws {
    var builder = ConceptTableBuilder()
    let number = builder.concept("a".utf8)
    for language in 0..<300 {
      builder.addName("n\(language)".utf8, language: "l\(language)", kind: .alternative, of: number)
    }
    builder.addName("none".utf8, language: "", kind: .preferred, of: number)
    XCTAssertEqual(
      builder.remarkOnLanguages,
      "names in 46 languages beyond the 254th, such as l254, count as names without one")
    let table = builder.finish()
    XCTAssertNil(table.brokenInvariant())
    for name in table.names(of: 0) {
      let place = Int(table.text(of: name).dropFirst()) ?? 300
      XCTAssertEqual(table.language(of: name), place < 254 ? "l\(place)" : "")
    }
  }

  func testFilesOfLanguagesAreOneVocabulary() throws {
    let table = try table([
      ("yso-fi.tsv", "<http://e/1>\tkissat\n<http://e/2>\tkoirat\t57.1\n"),
      ("yso-en.tsv", "<http://e/2>\tdogs\n<http://e/1>\tcats\n<http://e/3>\tbirds\n"),
    ])
    XCTAssertEqual(table.count, 3)
    XCTAssertFalse(table.isFlat)
    XCTAssertEqual(table.languages, ["fi", "", "en"])
    XCTAssertEqual(try names(table, "http://e/1"), ["preferred fi kissat", "preferred en cats"])
    XCTAssertEqual(
      try names(table, "http://e/2"),
      ["preferred fi koirat", "preferred en dogs", "notation  57.1"])
  }

  func testTables() throws {
    let table = try table([
      (
        "v.csv",
        """
        uri,label_en,label_fi,altLabel_en,notation,broader,type,deprecated
        http://e/1,"Cats, tame",Kissat,kitties|moggies,57.2,http://e/2,http://e/Animal,
        http://e/2,Animals,,,57,,http://e/Animal,true
        ,,,,,,,
        """
      )
    ])
    XCTAssertEqual(table.count, 2)
    XCTAssertEqual(
      try names(table, "http://e/1"),
      [
        "preferred en Cats, tame", "preferred fi Kissat", "alternative en kitties",
        "alternative en moggies", "notation  57.2",
      ])
    XCTAssertEqual(Array(table.broader[0]), [1])
    XCTAssertEqual(Array(table.narrower()[1]), [0])
    XCTAssertEqual(table.isDeprecated, [false, true])
    XCTAssertEqual(table.groups.text(Int(try XCTUnwrap(table.memberships[0].first))), "http://e/Animal")
  }

  /// How a list was read, and what was left out.
  private func report(_ text: String, title: String = "v.csv") throws -> CorpusReport {
    let folder = try ScratchFolder()
    let path = try folder.write(Array(text.utf8), as: title)
    var builder = ConceptTableBuilder()
    let format = try XCTUnwrap(VocabularyListFormat.recognise(Array(text.utf8)), text)
    return try builder.read(list: try ByteSource(path: path), format: format, title: title)
  }

  func testColumnsAreNamedInFourLanguages() {
    let cases: [(String, VocabularyColumn.Meaning, String)] = [
      ("Preferred Label", .name(.preferred), ""), ("prefLabel@de-AT", .name(.preferred), "de-at"),
      ("Label (Finnish)", .name(.preferred), "fi"), ("Libellé préféré", .name(.preferred), ""),
      ("Alternative Labels", .name(.alternative), ""), ("Sinónimos", .name(.alternative), ""),
      ("Alternativbezeichnung_de", .name(.alternative), "de"), ("Broader Concept URI", .broader, ""),
      ("Übergeordneter Begriff", .broader, ""), ("Terme spécifique", .narrower, ""), ("RT", .related, ""),
      ("skos:notation", .name(.notation), ""), ("Term-ID", .identifier, ""), ("Definición", .definition, ""),
      ("itemLabel", .name(.preferred), ""), ("itemAltLabel", .name(.alternative), ""), ("subclassOf", .broader, ""),
      ("*skos:prefLabel@en", .name(.preferred), "en"), ("skos:prefLabel@en[0]", .name(.preferred), "en"),
      ("skos:altLabel@fr[1]", .name(.alternative), "fr"), ("skos:broader[0]", .broader, ""),
      ("Synonym 2", .name(.alternative), ""), ("altLabel_fr_2", .name(.alternative), "fr"), ("label2", .unknown, ""),
      ("broaderURIs", .broader, ""), ("ParentConceptid", .broader, ""), ("parent_category_code", .broader, ""),
      ("Child Node IDs", .narrower, ""), ("Related Terms", .related, ""), ("inScheme URI", .group, ""),
      ("related documents", .unknown, ""), ("Status", .deprecated, ""),
      ("Caption", .name(.preferred), ""), ("Remarks", .unknown, ""), ("label_uri", .unknown, ""),
    ]
    for (header, meaning, language) in cases {
      let column = VocabularyColumn(header: header)
      XCTAssertEqual(column.meaning, meaning, header)
      XCTAssertEqual(column.language, language, header)
    }
  }

  /// Which columns are used for what, and which are not, is said.
  func testNotes() throws {
    XCTAssertEqual(
      try report("uri,label_en,altLabel_en,Definition,x\nhttp://e/1,Cats,,,\n").notes,
      [
        "columns: identifier from `uri`, name (en) from `label_en`, alternative names (en) from `altLabel_en`; "
          + "not used: `Definition`, `x`"
      ])
    XCTAssertEqual(
      try report("subject;uri\nCats;http://e/1\n").notes, ["columns: name from `subject`, identifier from `uri`"])
    XCTAssertEqual(
      try report("concept,label\nhttp://e/1,Cats\n").notes, ["columns: identifier from `concept`, name from `label`"])
    // Columns with IRIs under a name that nobody knows identify, unless they are of other things.
    XCTAssertEqual(
      try report("NewsCode-URI,Name (en-GB)\nhttp://e/1,Cats\nhttp://e/2,Dogs\n").notes,
      ["columns: identifier from `NewsCode-URI`, name (en-gb) from `Name (en-GB)`"])
    for (header, rows) in [
      ("Exact Match URI", "http://e/1,Cats\n"), ("Some URI", "http://e/1,Cats\nhttp://e/1,Dogs\n"),
      ("Some URI", "http://e/1,Cats\n,Dogs\n"), ("Some URI", "one,Cats\n"),
    ] {
      XCTAssertEqual(
        try report("\(header),label_en\n\(rows)").notes,
        ["columns: name (en) from `label_en`; not used: `\(header)`"], rows)
    }
    // As the query service of Wikidata exports them, a row for each superclass.
    XCTAssertEqual(
      try report("item,itemLabel,subclassOf\nhttp://w/Q1,cat,http://w/Q2\nhttp://w/Q2,mammal,\n").notes,
      ["columns: identifier from `item`, name from `itemLabel`, broader concepts from `subclassOf`"])
    XCTAssertEqual(
      try report("item,itemLabel,subclassOf,subclassOfLabel\nhttp://w/Q1,cat,http://w/Q2,mammal\n").notes,
      [
        "columns: identifier from `item`, name from `itemLabel`, broader concepts from `subclassOf`, names of broader "
          + "concepts from `subclassOfLabel`"
      ])
    XCTAssertEqual(try report("Cats\nDogs\n", title: "v.txt").notes, ["read as 2 names, one per line"])
  }

  /// A row with too many cells, or too few for a name, is no concept.
  func testRowsWithAnotherNumberOfColumns() throws {
    let text = "uri,label_en,broader\nhttp://e/1,Animals, all,\nhttp://e/2,Cats\nhttp://e/3\nhttp://e/4,Dogs,\n,,\n"
    let report = try report(text)
    XCTAssertEqual(
      report.rejections.map(\.sentence),
      ["line 2 has 4 columns, the first line names 3", "line 4 has 1 column, the first line names 3"])
    let table = try table([("v.csv", text)])
    XCTAssertEqual((0..<table.count).map(table.identifier), ["http://e/2", "http://e/4"])
  }

  /// Cells may name other concepts by identifier or by name, in any order of rows.
  func testConceptsByName() throws {
    let table = try table([
      (
        "v.csv",
        """
        uri,label_en,label_de,altLabel_en,broader,narrower,related
        http://e/1,Cats,Katzen,,Animals|Haustiere,,<http://e/2>
        http://e/2,Dogs,,,http://e/3,,
        http://e/3,Animals,,Beasts,,Hounds; Dogs,
        http://e/4,Pets,Haustiere,Animals,Beasts,,
        """
      )
    ])
    XCTAssertEqual(table.count, 4)
    XCTAssertEqual((0..<4).map { Array(table.broader[$0]) }, [[2, 3], [2], [], [2]])
    XCTAssertEqual(Array(table.related[1]), [0])
  }

  /// The query service of Wikidata names the concepts of one column in another.
  func testNamesBesideIRIs() throws {
    for header in ["item,itemLabel,subclassOf,subclassOfLabel", "uri,label,broader URI,broader name"] {
      let table = try table([
        ("v.csv", "\(header)\nhttp://w/Q1,cat,http://w/Q2,mammal\nhttp://w/Q2,mammal,http://w/Q3,animal\n")
      ])
      XCTAssertEqual((0..<3).map(table.identifier), ["http://w/Q1", "http://w/Q2", "http://w/Q3"])
      XCTAssertEqual((0..<3).map { Array(table.broader[$0]) }, [[1], [2], []])
      XCTAssertEqual(try (1...3).flatMap { try names(table, "http://w/Q\($0)") }.count, 3)
      XCTAssert(try names(table, "http://w/Q3")[0].contains("animal"))
    }
  }

  func testConceptsThatNoRowDescribes() throws {
    func settled(_ text: String, keepsIRIs: Bool = false) throws -> (remarks: [String], table: ConceptTable) {
      let folder = try ScratchFolder()
      let path = try folder.write(Array(text.utf8), as: "v.csv")
      var builder = ConceptTableBuilder()
      try builder.read(
        list: try ByteSource(path: path), format: .table(separator: UInt8(ascii: ",")), title: "v.csv")
      let remarks = builder.settleReferences(keepsIRIs: keepsIRIs)
      return (remarks, builder.finish())
    }
    let unknown = try settled("uri,label,broader,related\nu:1,Cats,Animals|http://e/9,\nu:2,Dogs,Animals,Cows\n")
    XCTAssertEqual(
      unknown.remarks,
      [
        "2 broader concepts that no row describes, such as “Animals” (v.csv, line 2), left out",
        "1 related concept that no row describes, such as “Cows” (v.csv, line 3), left out",
      ])
    XCTAssertEqual(unknown.table.count, 2)
    XCTAssertEqual(unknown.table.broader.values, [])
    let kept = try settled("uri,label,broader\nu:1,Cats,http://e/9\n", keepsIRIs: true)
    XCTAssertEqual(kept.remarks, [])
    XCTAssertEqual((0..<kept.table.count).map(kept.table.identifier), ["u:1", "http://e/9"])
    let shared = try settled("uri,label,broader\nu:1,Loan,Bank\nu:2,Bank,\nu:3,Bank,Bank\n")
    XCTAssertEqual(
      shared.remarks,
      [
        "1 name of several concepts among the broader, narrower and related ones, of which the first was taken; "
          + "“Bank” (v.csv, line 2) is u:2 here, not u:3"
      ])
    XCTAssertEqual((0..<3).map { Array(shared.table.broader[$0]) }, [[1], [], [1]])
  }

  /// Identifiers and names need no header, in any of the usual separators.
  func testRowsWithoutAHeader() throws {
    for separator in ["\t", ",", ";", "|"] {
      let table = try table([("v-en.csv", "\"http://e/1\"\(separator)\"Cats\"\nhttp://e/2\(separator)Dogs\n")])
      XCTAssertEqual(table.count, 2)
      XCTAssertFalse(table.isFlat)
      XCTAssertEqual(try names(table, "http://e/1"), ["preferred en Cats"])
    }
    XCTAssertEqual(
      try report("http://e/1\tCats\nhttp://e/2\tDogs\twild\tx\n", title: "v.tsv").rejections.map(\.sentence),
      ["line 2 has 4 columns, not an identifier and a name"])
  }

  /// A class that several concepts have is no identifier of theirs; a code of their own is.
  func testNotationsOfClasses() throws {
    let classes = try table([("v.csv", "label,DDC\nCats,599.7\nDogs,599.7\n")])
    XCTAssertEqual(classes.count, 2)
    XCTAssertEqual(try names(classes, "Dogs"), ["preferred  Dogs", "notation  599.7"])
    XCTAssertEqual(try names(try table([("v.csv", "code,label\nA1,Cats\nA2,Dogs\n")]), "A2").first, "preferred  Dogs")
  }

  /// The first comma ends an identifier; others belong to the name. A quote belongs to the only column.
  func testMarksInNames() throws {
    let rows = try table([("v.csv", "http://e/1,Smith, John\nhttp://e/2,Cats\n")])
    XCTAssertEqual(try names(rows, "http://e/1"), ["preferred  Smith, John"])
    let quoted = try table([("v.csv", "prefLabel\n\"Hamlet\" (play)\nCats\n")])
    XCTAssertEqual(try names(quoted, "\"Hamlet\"_(play)"), ["preferred  \"Hamlet\" (play)"])
    XCTAssertEqual(try names(try table([("v.csv", "entry_id,label\n17,Cats\n")]), "17"), ["preferred  Cats"])
  }

  func testCarriageReturnsAlone() throws {
    let names = try table([("v.txt", "\u{FEFF}Cats\rBig dogs\r")])
    XCTAssertEqual((0..<names.count).map(names.identifier), ["Cats", "Big_dogs"])
    let rows = try table([("v.csv", "uri,label_en\rhttp://e/1,Cats\rhttp://e/2,Dogs\r")])
    XCTAssertEqual(rows.count, 2)
  }

  func testWhiteSpaceInNames() throws {
    let table = try table([
      ("v.csv", "uri,label_en,altLabel_en\nhttp://e/1,\"  Big\n  cats \",\"wild   cats | lions\"\n")
    ])
    XCTAssertEqual(
      try self.names(table, "http://e/1"),
      ["preferred en Big cats", "alternative en wild cats", "alternative en lions"])
    func cleaned(_ text: String) -> String { NameForm.cleaned(text) }
    XCTAssertEqual(cleaned("\n   Tiere\n   und  Pflanzen "), "Tiere und Pflanzen")
    XCTAssertEqual(["", " ", "a", "a b", "a\tb", "é  é"].map(cleaned), ["", "", "a", "a b", "a b", "é é"])
  }

  /// In a file with one column commas belong to names.
  func testOneColumn() throws {
    let table = try table([("v.csv", "label_en\nCats, wild\nDogs\n")])
    XCTAssertEqual(try names(table, "Cats,_wild"), ["preferred en Cats, wild"])
  }

  func testTablesWithoutConcepts() {
    func error(_ text: String) -> String? {
      do { return "\(try report(text).notes)" } catch { return (error as? InputError)?.problem }
    }
    XCTAssertEqual(
      error("Narrower Term;Broader Term\nCats;Animals\n"),
      "names columns for pairs of concepts (`Narrower Term`, `Broader Term`), and none for the concepts")
    XCTAssertEqual(
      error("Synonyms;Broader\nCats;Animals\n"), "names no column for concepts; the columns are `Synonyms`, `Broader`")
  }

  func testNamesAreTheirOwnIdentifiers() throws {
    let table = try table([("tags.txt", "Machine learning\nJava\n\nJava\n")])
    XCTAssertTrue(table.isFlat)
    XCTAssertEqual((0..<table.count).map(table.identifier), ["Machine_learning", "Java"])
    XCTAssertEqual(try names(table, "Machine_learning"), ["preferred  Machine learning"])
  }

  func testBytesThatAreNotUTF8() throws {
    let folder = try ScratchFolder()
    let path = try folder.write(Array("Cats\n".utf8) + [0xE9, 0x0A], as: "l.txt")
    var builder = ConceptTableBuilder()
    XCTAssertThrowsError(
      try builder.read(list: try ByteSource(path: path), format: .names, title: "l.txt")
    ) {
      XCTAssertEqual(($0 as? InputError)?.line, 2)
      XCTAssertEqual(($0 as? InputError)?.problem, "is not valid UTF-8")
    }
  }

  func testStageFile() throws {
    let table = try table([
      ("a-en.tsv", "<http://e/1>\tcats\t7\n<http://e/2>\tdogs\n"),
      ("b.csv", "uri,broader,type\nhttp://e/1,http://e/2,http://e/T\n"),
    ])
    let folder = try ScratchFolder()
    let path = folder.path + "/c.stage"
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: path, kind: .concepts, header: header)
    try table.write(to: writer)
    try writer.commit()
    for read in [
      try ConceptTable(path: path),
      try XCTUnwrap(ConceptTable(ifIn: StageContents(path: path, expecting: .concepts))),
    ] {
      XCTAssertEqual((0..<read.count).map(read.identifier), ["http://e/1", "http://e/2"])
      XCTAssertEqual(read.names.values, table.names.values)
      XCTAssertEqual(read.broader.values, [1])
      XCTAssertEqual(read.groups.count, 1)
    }
    let part = table.subset(of: ["http://e/2", "http://e/9"])
    XCTAssertEqual(part.count, 1)
    XCTAssertEqual(try names(part, "http://e/2"), ["preferred en dogs"])
    XCTAssertNil(part.brokenInvariant())
  }
}
