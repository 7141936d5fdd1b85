// RDF/XML: the productions of the language, illegal names, reification,
// literals, bases, after the cases of W3C's test suite.
import XCTest

@testable import FormatsRDF

final class RDFXMLReaderTests: XCTestCase {
  private let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

  private func document(_ content: String, _ attributes: String = "") -> String {
    "<rdf:RDF xmlns:rdf=\"\(rdf)\" xmlns:e=\"http://e/\" \(attributes)>\(content)</rdf:RDF>"
  }

  private func read(
    _ content: String, _ attributes: String = "", base: String? = "http://a/b"
  ) throws -> [String] {
    try triples(document(content, attributes), .rdfXML, base: base)
      .map { $0.replacingOccurrences(of: rdf, with: "rdf:") }
  }

  func testNodesAndProperties() throws {
    XCTAssertEqual(
      try read(
        "<e:T rdf:about='x' e:a='1' rdf:type='t' xml:lang='en'><e:p>v</e:p>"
          + "<e:q rdf:resource='#y'/><e:r rdf:datatype='http://e/d'>2</e:r>"
          + "<e:s><rdf:Description rdf:nodeID='n'/></e:s><e:u/>"
          + "<e:v xml:lang=''>w</e:v></e:T>"),
      [
        "<http://a/x> <rdf:type> <http://e/T> .", "<http://a/x> <http://e/a> \"1\"@en .",
        "<http://a/x> <rdf:type> <http://a/t> .", "<http://a/x> <http://e/p> \"v\"@en .",
        "<http://a/x> <http://e/q> <http://a/b#y> .",
        "<http://a/x> <http://e/r> \"2\"^^<http://e/d> .", "<http://a/x> <http://e/s> _:n .",
        "<http://a/x> <http://e/u> \"\"@en .", "<http://a/x> <http://e/v> \"w\" .",
      ])
  }

  func testPropertyAttributesMakeAnEmptyProperty() throws {
    XCTAssertEqual(
      try read("<rdf:Description rdf:about='x'><e:p e:q='v' rdf:type='t'/></rdf:Description>"),
      [
        "<http://a/x> <http://e/p> _:anon1 .", "_:anon1 <http://e/q> \"v\" .",
        "_:anon1 <rdf:type> <http://a/t> .",
      ])
  }

  func testParseTypes() throws {
    XCTAssertEqual(
      try read(
        "<rdf:Description rdf:about='x'><e:p rdf:parseType='Resource'><e:q>v</e:q></e:p>"
          + "<e:c rdf:parseType='Collection'><e:T rdf:about='y'/><rdf:Description rdf:about='z'/>"
          + "</e:c><e:n rdf:parseType='Collection'/></rdf:Description>"),
      [
        "<http://a/x> <http://e/p> _:anon1 .", "_:anon1 <http://e/q> \"v\" .",
        "<http://a/y> <rdf:type> <http://e/T> .", "<http://a/x> <http://e/c> _:anon2 .",
        "_:anon2 <rdf:first> <http://a/y> .", "_:anon2 <rdf:rest> _:anon3 .",
        "_:anon3 <rdf:first> <http://a/z> .", "_:anon3 <rdf:rest> <rdf:nil> .",
        "<http://a/x> <http://e/n> <rdf:nil> .",
      ])
  }

  func testXMLLiteralIsCanonical() throws {
    let read = try read(
      "<rdf:Description rdf:about='x'><e:p rdf:parseType='Literal' xmlns:f='http://f/'>a &amp; "
        + "<e:b f:z='&lt;' y='1'><f:c/><!-- c --><?pi d?></e:b>&gt;</e:p></rdf:Description>")
    XCTAssertEqual(
      read,
      [
        "<http://a/x> <http://e/p> \"a &amp; <e:b xmlns:e=\\\"http://e/\\\" xmlns:f="
          + "\\\"http://f/\\\" y=\\\"1\\\" f:z=\\\"&lt;\\\"><f:c></f:c><!-- c --><?pi d?></e:b>"
          + "&gt;\"^^<rdf:XMLLiteral> ."
      ])
    // An unknown parseType is a literal too.
    XCTAssertEqual(
      try self.read("<rdf:Description rdf:about='x'><e:p rdf:parseType='New'/></rdf:Description>"),
      ["<http://a/x> <http://e/p> \"\"^^<rdf:XMLLiteral> ."])
  }

  func testReificationAndMembers() throws {
    XCTAssertEqual(
      try read(
        "<rdf:Seq rdf:about='x'><rdf:li rdf:ID='s'>v</rdf:li><rdf:_5>w</rdf:_5>"
          + "<rdf:li>z</rdf:li></rdf:Seq>"),
      [
        "<http://a/x> <rdf:type> <rdf:Seq> .", "<http://a/x> <rdf:_1> \"v\" .",
        "<http://a/b#s> <rdf:type> <rdf:Statement> .",
        "<http://a/b#s> <rdf:subject> <http://a/x> .", "<http://a/b#s> <rdf:predicate> <rdf:_1> .",
        "<http://a/b#s> <rdf:object> \"v\" .", "<http://a/x> <rdf:_5> \"w\" .",
        "<http://a/x> <rdf:_2> \"z\" .",
      ])
  }

  func testBases() throws {
    XCTAssertEqual(
      try read(
        "<e:T rdf:ID='i' xml:base='http://c/d#f'/><rdf:Description rdf:about=''><e:p "
          + "xml:base='e/' rdf:resource='g'/></rdf:Description>", "xml:base='http://b/'",
        base: nil),
      [
        "<http://c/d#i> <rdf:type> <http://e/T> .",
        "<http://b/> <http://e/p> <http://b/e/g> .",
      ])
    XCTAssertEqual(
      rdfRefusal(document("<e:T rdf:about='x'/>"), .rdfXML, base: nil),
      "F:1:105: the IRI “x” is relative and the document has no xml:base. Give the IRI of"
        + " the document as the base.")
  }

  func testEntitiesOfTheDocument() throws {
    let text =
      "<!DOCTYPE rdf:RDF [<!ENTITY e 'http://e/'><!ENTITY t '&e;T'>]>"
      + "<rdf:RDF xmlns:rdf='\(rdf)' xmlns:e='&e;'><e:T rdf:about='&t;'><e:p>&t; &#65;</e:p></e:T>"
      + "</rdf:RDF>"
    XCTAssertEqual(
      try triples(text, .rdfXML),
      ["<http://e/T> <\(rdf)type> <http://e/T> .", "<http://e/T> <http://e/p> \"http://e/T A\" ."])
  }

  func testBlanksInAnIRIAreEncoded() throws {
    XCTAssertEqual(
      try read("<e:T rdf:about='http://a/b c[d]{'/>"),
      ["<http://a/b%20c[d]%7B> <rdf:type> <http://e/T> ."])
  }

  func testRefusals() {
    func node(_ attributes: String, _ content: String = "") -> String {
      "<rdf:Description \(attributes)>\(content)</rdf:Description>"
    }
    let cases: [(String, String)] = [
      ("<rdf:li/>", "rdf:li must not be a node element"),
      ("<rdf:aboutEach/>", "rdf:aboutEach must not be a node element"),
      (node("", "<rdf:Description/>"), "rdf:Description must not be a property element"),
      (node("rdf:li='1'"), "rdf:li must not be an attribute"),
      (node("rdf:bagID='x'"), "rdf:bagID must not be an attribute"),
      (node("rdf:aboutEach='x'"), "rdf:aboutEach must not be an attribute"),
      (node("rdf:ID='1x'"), "“1x” is not a name, as rdf:ID needs"),
      (node("rdf:nodeID='a:b'"), "“a:b” is not a name, as rdf:nodeID needs"),
      (node("rdf:ID='x'") + node("rdf:ID='x'"), "the rdf:ID “x” is used twice"),
      (
        node("rdf:ID='x' rdf:about='y'"),
        "only one of rdf:ID, rdf:about and rdf:nodeID may be given"
      ),
      (
        node("rdf:resource='x'"),
        "rdf:resource, rdf:datatype and rdf:parseType are not allowed on a node element"
      ),
      (node("unknown='x'"), "the attribute “unknown” has no namespace"),
      ("<unknown/>", "the element “unknown” has no namespace"),
      (node("", "text"), "text is not allowed here, between elements"),
      (node("", "<e:p>x<e:T/></e:p>"), "a property holds either text or a node element"),
      (node("", "<e:p><e:T/>x</e:p>"), "text is not allowed here, between elements"),
      (node("", "<e:p><e:T/><e:T/></e:p>"), "a property has at most one node element"),
      (
        node("", "<e:p rdf:resource='x'><e:T/></e:p>"),
        "a property with these attributes must be empty"
      ),
      (
        node("", "<e:p rdf:resource='x' rdf:nodeID='y'/>"),
        "rdf:resource and rdf:nodeID are not allowed together"
      ),
      (
        node("", "<e:p rdf:parseType='Literal' rdf:resource='x'/>"),
        "rdf:parseType allows no other attribute than rdf:ID"
      ),
      (
        node("", "<e:p rdf:datatype='http://d/'><e:T/></e:p>"),
        "a property with rdf:datatype must hold text alone"
      ),
      (
        node("", "<e:p rdf:datatype='http://d/' e:q='x'/>"),
        "rdf:datatype is not allowed with the object's attributes"
      ),
      (node("xml:lang='a b'"), "“a b” is not a language tag"),
    ]
    for (content, message) in cases {
      let refused = rdfRefusal(document(content), .rdfXML)
      XCTAssertTrue(
        refused.hasPrefix("F:1:") && refused.hasSuffix(": \(message)."), "\(content): \(refused)")
    }
    XCTAssertEqual(
      rdfRefusal("<a:b/>", .rdfXML),
      "F:1:5: the XML is not well-formed: Namespace prefix a on b is not defined.")
    XCTAssertTrue(
      rdfRefusal(document("<e:T>\n</e:U>"), .rdfXML).hasPrefix(
        "F:2:7: the XML is not well-formed: Opening and ending tag mismatch"))
  }
}

/// Documents made to harm: refused fast, with a clear sentence.
final class HostileXMLTests: XCTestCase {
  private func bomb(levels: Int, reversed: Bool = false) -> String {
    var entities = ["<!ENTITY l0 'lollollollollollollollollollol'>"]
    for level in 1...levels {
      entities.append(
        "<!ENTITY l\(level) '\(String(repeating: "&l\(level - 1);", count: 10))'>")
    }
    if reversed { entities.reverse() }
    return "<!DOCTYPE r [\(entities.joined())]>"
  }
  private let root = "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='a:'>"

  func testBillionLaughs() {
    for isReversed in [false, true] {
      for use in ["<e:T e:p='&l9;'/>", "<e:T><e:p>&l9;</e:p></e:T>"] {
        let text = bomb(levels: 9, reversed: isReversed) + root + use + "</r:RDF>"
        XCTAssertTrue(
          rdfRefusal(text, .rdfXML).hasSuffix(
            isReversed
              ? "the document's entities contain themselves or expand without end. If the file"
                + " can be trusted, write the entities out."
              : "the entity “l4” expands to more than 65536 bytes. If the file can be"
                + " trusted, write the entity out."))
      }
    }
  }

  /// One large entity used often enough to make gigabytes.
  func testQuadraticBlowup() {
    let text =
      "<!DOCTYPE r [<!ENTITY a '\(String(repeating: "x", count: 60_000))'>]>" + root
      + "<e:T>" + String(repeating: "<e:p>&a;</e:p>", count: 5_000) + "</e:T></r:RDF>"
    XCTAssertTrue(rdfRefusal(text, .rdfXML).contains("too many for its size."))
  }

  func testAttributeDefaultsCount() {
    let text =
      "<!DOCTYPE r [<!ATTLIST e:T e:p CDATA '\(String(repeating: "x", count: 60_000))'>]>"
      + root + String(repeating: "<e:T/>", count: 5_000) + "</r:RDF>"
    XCTAssertTrue(rdfRefusal(text, .rdfXML).contains("too many for its size."))
  }

  /// libxml2 compares each attribute of an element with each other.
  func testManyAttributes() throws {
    func element(_ count: Int) -> String {
      root + "<e:T " + (0..<count).map { "e:p\($0)='v'" }.joined(separator: " ") + "/></r:RDF>"
    }
    XCTAssertEqual(try triples(element(10_000), .rdfXML).count, 10_001)
    let start = ContinuousClock.now
    let declared = (0..<300_000).map { "e:p\($0) CDATA ''" }.joined(separator: " ")
    for text in [element(300_000), "<!DOCTYPE r [<!ATTLIST e:T \(declared)>]>" + root + "</r:RDF>"] {
      XCTAssert(
        rdfRefusal(text, .rdfXML).hasSuffix("an element has more than 20000 attributes."),
        rdfRefusal(text, .rdfXML))
    }
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(20))
  }

  func testExternalEntity() {
    for declaration in [
      "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
      "<!ENTITY x PUBLIC \"p\" \"http://localhost/x\">",
    ] {
      let text = "<!DOCTYPE r [\(declaration)]>" + root + "<e:T><e:p>&x;</e:p></e:T></r:RDF>"
      XCTAssertTrue(
        rdfRefusal(text, .rdfXML).hasSuffix(
          "the document declares the external entity “x”; external entities are never read."
            + " Remove the declaration from the document."))
    }
  }

  func testParameterEntity() {
    XCTAssertTrue(
      rdfRefusal("<!DOCTYPE r [<!ENTITY % x 'y'>%x;]>" + root + "</r:RDF>", .rdfXML).contains(
        "declares the parameter entity “x”, which is refused"))
  }

  func testSelfReference() {
    XCTAssertTrue(
      rdfRefusal(
        "<!DOCTYPE r [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>" + root
          + "<e:T e:p='&a;'/></r:RDF>", .rdfXML
      ).contains("entities contain themselves or expand without end"))
  }

  /// An external DTD is not fetched, and what only it could declare is missed.
  func testExternalDTDIsNotFetched() throws {
    let doctype = "<!DOCTYPE r SYSTEM 'http://localhost:1/x.dtd'>"
    XCTAssertEqual(try triples(doctype + root + "</r:RDF>", .rdfXML), [])
    XCTAssertTrue(
      rdfRefusal(doctype + root + "<e:T><e:p>&u;</e:p></e:T></r:RDF>", .rdfXML).contains(
        "the entity “u” is not declared in the document"))
  }

  func testDepth() {
    let deep = root + String(repeating: "<e:T><e:p>", count: 50_000)
    XCTAssertTrue(
      rdfRefusal(deep, .rdfXML).hasSuffix("elements are nested more than 250 deep."))
  }

  func testTruncatedDocument() {
    XCTAssertTrue(rdfRefusal(root + "<e:T>", .rdfXML).contains("the XML is not well-formed"))
  }
}
