// Recognition by content, and the formats of pairs.
import XCTest

@testable import Formats
@testable import FormatsFiles
@testable import FormatsRDF

final class KnowledgeFormatTests: XCTestCase {
  private func recognised(_ text: String, name: String = "-") -> KnowledgeFormat? {
    KnowledgeFormat.recognise(Array(text.utf8), name: name)
  }

  func testRecognition() {
    let cases: [(String, KnowledgeFormat?)] = [
      ("<?xml version='1.0'?>\n<x/>", .rdfXML), ("<rdf:RDF xmlns:rdf='r'>", .rdfXML),
      ("<!DOCTYPE rdf:RDF [", .rdfXML), ("<?xml version='1.0'?><bibsonomy stat='ok'>", .concepts),
      ("<a:s> <a:p> \"x y\"@en .\n", .nTriples), ("# c\n\n_:a <a:p> _:b .", .nTriples),
      ("<a:s> <a:p> <a:o> <a:g> .\n", .nQuads),
      ("<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .\n", .nQuads),
      ("@prefix a: <a:> .", .turtle), ("<a:s> <a:p> <a:o> ;\n", .turtle),
      ("PREFIX a: <a:>\na:b a a:c .", .turtle), ("PREFIX a: <a:>\na:g { a:b a a:c }", .trig),
      ("@prefix a: <a:> . a:b a \"{\" .", .turtle),
      ("dog,animal\n", .csv), ("dog,animal,true\n", .csv), ("Dog <- Animal\r\n", .arrows),
      ("puppy = dog\n", .synonyms), ("animal\tdog\t12\n", .conceptGraph),
      ("-12\t3,4\tc1\tw1\tc2\tw2\n", .zhihu),
      ("1\tubuntu\tlinux\t2007-01-01 00:00:00\n", .relation),
      ("00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 | that\n", .wordNet),
      // IRIs without brackets are not prefixed names.
      ("http://e/a\thttp://e/b\n", .csv), ("http://e/a Cats\n", nil),
      ("hello world", nil), ("", nil),
    ]
    for (text, format) in cases { XCTAssertEqual(recognised(text), format, text) }
  }

  /// The syntaxes that contain one another are distinguished by the name.
  func testNameDecidesWhereContentLeavesAChoice() {
    XCTAssertEqual(recognised("@prefix a: <a:> .", name: "x/y.nt"), .nTriples)
    XCTAssertEqual(recognised("<a:s> <a:p> <a:o> .", name: "y.ttl.gz"), .turtle)
    XCTAssertEqual(recognised("<a:s> <a:p> <a:o> .", name: "y.nq"), .nQuads)
    XCTAssertEqual(recognised("<?xml version='1.0'?>", name: "y.nt"), .rdfXML)
  }

  private func pairs(
    _ text: String, _ format: KnowledgeFormat, _ options: PairOptions = PairOptions()
  ) throws -> ([String], PairReadingReport) {
    let folder = try ScratchFolder()
    let file = try folder.write(Array(text.utf8), as: "f")
    var found: [String] = []
    let report = try readPairs(
      try ByteSource(path: file), format: format, options: options
    ) { pair in
      found.append(
        String(decoding: pair.narrower, as: UTF8.self)
          + (pair.relation == .synonym ? "=" : "<") + String(decoding: pair.broader, as: UTF8.self))
    }
    return (found, report)
  }

  func testCSVOfTheOriginal() throws {
    var options = PairOptions()
    options.readsConfidence = false
    let (found, report) = try pairs(
      "a,b\n a,b \na, b\na,b,true\na,b,false\na,b,True\na,b,true,x\na\n\nb,a,true\r\n", .csv, options)
    XCTAssertEqual(found, ["a<b", "a<b", "a< b", "a<b", "b<a"])
    XCTAssertEqual(report.rejectedLines, 2)
    XCTAssertEqual(report.malformedLines, 2)
    XCTAssertEqual(report.firstMalformedLine, 7)
  }

  /// The third column as a confidence, which the original does not know.
  func testCSVWithConfidences() throws {
    let folder = try ScratchFolder()
    let text = "a,b,0.5\nc,d,1\ne,f,0\ng,h,1.5\ni,j,nan\nk,l, 0.25\nm,n,true\n"
    let file = try folder.write(Array(text.utf8), as: "f")
    func told(_ change: (inout PairOptions) -> Void) throws -> [String] {
      var options = PairOptions()
      change(&options)
      var told: [String] = []
      _ = try readPairs(try ByteSource(path: file), format: .csv, options: options) {
        told.append(String(decoding: $0.narrower, as: UTF8.self) + "\($0.confidence)")
      }
      return told
    }
    XCTAssertEqual(try told { _ in }, ["a0.5", "c1.0", "k0.25", "m1.0"])
    XCTAssertEqual(try told { $0.minimumConfidence = 0.5 }, ["a0.5", "c1.0", "m1.0"])
    XCTAssertEqual(try told { $0.readsConfidence = false }, ["m1.0"])
  }

  /// Lines may end with carriage returns alone.
  func testCarriageReturnsAlone() throws {
    XCTAssertEqual(try pairs("Cats,Animals\rDogs,Animals\r", .csv).0, ["Cats<Animals", "Dogs<Animals"])
    XCTAssertEqual(try pairs("\u{FEFF}A <- B\rC <- D\r", .arrows).0, ["A<B", "C<D"])
    XCTAssertEqual(try pairs("animal\tdog\t12\ranimal\tcat\t7\r", .conceptGraph).0, ["dog<animal", "cat<animal"])
    XCTAssertEqual(try pairs("A = B\rC = D\r", .synonyms).0, ["A=B", "C=D"])
  }

  func testArrowsAndSynonyms() throws {
    XCTAssertEqual(try pairs("A b <- C d\r\nx\n <- y\nE<-F", .arrows).0, ["A b<C d", "E<F"])
    XCTAssertEqual(try pairs("A b = C\n", .synonyms).0, ["A b=C"])
  }

  func testConceptGraphHasTheHypernymFirst() throws {
    let (found, report) = try pairs(
      "animal\tbig dog\t5\nanimal\tcat\t4\nx\ty\nanimal\tcow\t9\t0.5\n", .conceptGraph)
    XCTAssertEqual(found, ["big dog<animal"])
    XCTAssertEqual(report.rejectedLines, 1)
    XCTAssertEqual(report.malformedLines, 2)
  }

  func testZhihu() throws {
    XCTAssertEqual(
      try pairs("-1\t2,-3\tc\tw\tc\tw\n2\t\tc\tw\tc\tw\n", .zhihu).0, ["-1<2", "-1<-3"])
  }

  func testRelationTable() throws {
    XCTAssertEqual(
      try pairs("7\tub\\\\untu\tli\\\nnux\t2007\n8\tx\n", .relation).0, ["ub\\untu<li\nnux"])
    XCTAssertEqual(
      try pairs("1\t2007\t2008\tme\tUbuntu\tLinux\t0\tubuntu\tlinux\n", .relation).0,
      ["Ubuntu<Linux"])
  }

  func testConcepts() throws {
    XCTAssertEqual(
      try pairs(
        "<bibsonomy><tags><tag name='a'><subTags><tag name='b'/></subTags><superTags>"
          + "<tag name='c'/></superTags></tag></tags></bibsonomy>", .concepts
      ).0,
      ["b<a", "a<c"])
  }

  func testWordNet() throws {
    XCTAssertEqual(
      try pairs(
        "  1 This software\n00000001 03 n 02 Big_dog 0 hound 0 001 @ 00000002 n 0000 | x\n"
          + "00000002 03 n 01 animal 0 000 | y\n", .wordNet
      ).0,
      ["big_dog<animal", "hound<animal"])
    XCTAssertThrowsError(try pairs("00000001 03 n 09 dog 0 000 | x\n", .wordNet)) {
      XCTAssertTrue(
        "\($0)".hasSuffix(
          ":1: is not a synset: the number of fields does not fit its counts. Give WordNet's file"
            + " data.noun."))
    }
  }
}

final class ByteTableTests: XCTestCase {
  func testNumbersInOrderOfAppearance() {
    var table = ByteTable()
    for number in 0..<10_000 {
      XCTAssertEqual(table.intern(Array("name \(number)".utf8)), number)
    }
    XCTAssertEqual(table.intern([]), 10_000)
    for number in stride(from: 0, to: 10_000, by: 7) {
      XCTAssertEqual(table.find(Array("name \(number)".utf8)), number)
      XCTAssertEqual(table.text(number), "name \(number)")
    }
    XCTAssertNil(table.find(Array("nobody".utf8)))
    XCTAssertEqual(table.count, 10_001)
  }

  /// Canonically equal strings are different names.
  func testBytesDecide() {
    var table = ByteTable()
    XCTAssertEqual(table.intern(Array("\u{E9}".utf8)), 0)
    XCTAssertEqual(table.intern(Array("e\u{301}".utf8)), 1)
  }
}
