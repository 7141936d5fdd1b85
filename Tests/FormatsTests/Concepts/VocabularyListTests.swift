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
    for (text, format) in [
      ("<http://e/1>\tCats\n", VocabularyListFormat.annif),
      ("uri,label_en,label_fi\nhttp://e/1,Cats,Kissat\n", .table(separator: 0x2C)),
      ("\u{FEFF}uri\tprefLabel@en\n", .table(separator: 0x09)),
      ("notation;label_de\n", .table(separator: 0x3B)),
      ("Cats\nDogs, wild\n", .names), ("Cats, wild\nDogs\n", .names),
    ] {
      XCTAssertEqual(VocabularyListFormat.recognise(Array(text.utf8)), format, text)
    }
    XCTAssertNil(VocabularyListFormat.recognise([0, 1, 2]))
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
