// Turtle and TriG: terms, statements, lists, graphs, refusals, after the cases
// of W3C's test suites.
import XCTest

@testable import FormatsRDF

final class TurtleReaderTests: XCTestCase {
  private func read(_ text: String) throws -> [String] { try triples(text, .turtle) }
  private let p = "@prefix : <http://a/> .\n"

  func testNames() throws {
    XCTAssertEqual(
      try read(
        "PREFIX e.x: <http://e/>\n@prefix : <#> .\n@base <http://b/c/> ."
          + "e.x:a.b e.x:%41\\( :c:d. <x> a <../y> ."),
      [
        "<http://e/a.b> <http://e/%41(> <http://a/#c:d> .",
        "<http://b/c/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://b/y> .",
      ])
  }

  func testLiterals() throws {
    let xsd = "http://www.w3.org/2001/XMLSchema#"
    XCTAssertEqual(
      try read(
        p + ":s :p 'a', '''b'\n\"c''', \"d\"@en-us, \"e\" ^^ :t, 1, -2.5, 3e0, +4.E1, true, .5 ."),
      [
        "\"a\"", "\"b'\\n\\\"c\"", "\"d\"@en-us", "\"e\"^^<http://a/t>", "\"1\"^^<\(xsd)integer>",
        "\"-2.5\"^^<\(xsd)decimal>", "\"3e0\"^^<\(xsd)double>", "\"+4.E1\"^^<\(xsd)double>",
        "\"true\"^^<\(xsd)boolean>", "\".5\"^^<\(xsd)decimal>",
      ].map { "<http://a/s> <http://a/p> \($0) ." })
    XCTAssertEqual(
      try read(p + ":s :p 1."), ["<http://a/s> <http://a/p> \"1\"^^<\(xsd)integer> ."])
    XCTAssertEqual(
      try read(p + ":s :p true."), ["<http://a/s> <http://a/p> \"true\"^^<\(xsd)boolean> ."])
  }

  func testBlankNodesAndLists() throws {
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    XCTAssertEqual(
      try read(p + "[ :p [ :q :o ] ;; ] .\n[] :r ( 'x' () ) .\n_:anon1 :p _:a."),
      [
        "_:anon2 <http://a/q> <http://a/o> .",
        "_:anon1 <http://a/p> _:anon2 .",
        "_:anon4 <\(rdf)first> \"x\" .",
        "_:anon4 <\(rdf)rest> _:anon5 .",
        "_:anon5 <\(rdf)first> <\(rdf)nil> .",
        "_:anon5 <\(rdf)rest> <\(rdf)nil> .",
        "_:anon3 <http://a/r> _:anon4 .",
        // A label of the file that looks like one of the reader's own.
        "_:ZanonZ5fanon1 <http://a/p> _:a .",
      ])
  }

  func testRefusals() {
    let cases: [(String, String)] = [
      (
        "<a:s> <a:p> <a:o>",
        "1:18: expected the full stop that ends the statement, found the"
          + " end of the file."
      ),
      ("<a:s> <a:p> .", "1:13: expected a digit, found “.”."),
      ("<a:s> <a:p> ; .", "1:13: expected an object, found “;”."),
      ("<a:s> 'p' <a:o> .", "1:7: expected a predicate, found “'”."),
      ("<a:s> _:p <a:o> .", "1:7: expected a predicate, found “_”."),
      ("<a:s> a <\\u0020> .", "1:10: the escape stands for a character that no IRI may hold."),
      (":s :p :o .", "1:2: the prefix “:” is not declared. Declare it with @prefix."),
      ("@PREFIX : <a:b> .", "1:2: expected @prefix or @base."),
      (
        "@prefix : <a:b>",
        "1:16: expected the full stop that ends the directive, found the"
          + " end of the file."
      ),
      ("PREFIX : <a:b> .", "1:16: expected a subject, found “.”."),
      ("A :b :c .", "1:1: “A” is neither a keyword nor a prefixed name here."),
      ("<a:s> A <a:o> .", "1:7: expected a predicate, found “A”."),
      ("<a:s> a TRUE .", "1:9: expected an object, found “T”."),
      ("[] .", "1:4: expected a predicate, found “.”."),
      ("{ <a:s> a <a:o> }", "1:1: expected a subject, found “{”."),
      (
        "<a:s> a 'x\ny' .",
        "1:11: a string in single quotation marks must end on its line."
          + " Use three quotation marks for a string of several lines."
      ),
      ("\n<a:s> a '''x", "2:9: the string that begins here is not closed."),
      (
        "<a:s> a 'x'@en^^<a:t> .",
        "1:15: expected the full stop that ends the statement,"
          + " found “^”."
      ),
      ("@prefix e: <a:> . e:s e:p e:\\x .", "1:29: this character cannot be escaped in a name."),
      ("@prefix e: <a:> . e:s e:p e:%2 .", "1:29: expected two hexadecimal digits after %."),
      (
        "@prefix e: <a:> . e:s e:p [ e:p 27. ] .",
        "1:35: expected ] or another predicate,"
          + " found “.”."
      ),
      ("@prefix .u: <a:> . ", "1:9: expected a prefix that ends with a colon, found “.”."),
      ("<a:s> a \"\"\"x\"\" .", "1:9: the string that begins here is not closed."),
      ("<a:s> a 1.0e .", "1:12: expected the full stop that ends the statement, found “e”."),
    ]
    for (text, message) in cases {
      XCTAssertEqual(rdfRefusal(text, .turtle), "F:" + message, text)
    }
    XCTAssertEqual(
      rdfRefusal("<s> a <a:o> .", .turtle, base: nil),
      "F:1:1: the IRI is relative and there is no base to resolve it against. Give the IRI"
        + " of the document as the base.")
  }

  func testDepthIsBounded() {
    let deep = "<a:s> <a:p> " + String(repeating: "[ <a:p> ", count: 100_000)
    XCTAssertEqual(
      rdfRefusal(deep, .turtle), "F:1:2013: brackets are nested more than 250 deep.")
    XCTAssertEqual(
      rdfRefusal("<a:s> <a:p> " + String(repeating: "(", count: 100_000), .turtle),
      "F:1:263: brackets are nested more than 250 deep.")
  }

  func testGraphs() throws {
    XCTAssertEqual(
      try triples(
        "PREFIX : <a:>\n:g { :s :p :o ; :q [] . [ :p :o ] } GRAPH _:h { () :p 1 }\n"
          + "{ :s :p :o } [] { :s :p :o } :s :p :o .", .trig, quads: true),
      [
        "<a:s> <a:p> <a:o> <a:g> .", "<a:s> <a:q> _:anon1 <a:g> .",
        "_:anon2 <a:p> <a:o> <a:g> .",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> <a:p>"
          + " \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> _:h .",
        "<a:s> <a:p> <a:o> .", "<a:s> <a:p> <a:o> _:anon3 .", "<a:s> <a:p> <a:o> .",
      ])
    XCTAssertEqual(
      rdfRefusal("<a:g> { <a:s> <a:p> <a:o> . } .", .trig),
      "F:1:31: expected a subject, found “.”.")
    XCTAssertEqual(
      rdfRefusal("GRAPH { <a:s> <a:p> <a:o> }", .trig),
      "F:1:7: expected the graph's name, found “{”.")
  }

  /// RFC 3986, section 5.4, against its base http://a/b/c/d;p?q.
  func testResolution() throws {
    let cases = [
      ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"),
      ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g"),
      ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
      ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
      ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
      ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
      ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
      ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."),
      (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("./../g", "http://a/b/g"),
      ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
      ("g;x=1/../y", "http://a/b/c/y"), ("g?y/../x", "http://a/b/c/g?y/../x"),
      ("http:g", "http:g"),
    ]
    for (reference, expected) in cases {
      let read = try triples("<\(reference)> <a:p> <a:o> .", .turtle, base: "http://a/b/c/d;p?q")
      XCTAssertEqual(read, ["<\(expected)> <a:p> <a:o> ."], reference)
    }
    XCTAssertEqual(
      try triples("<g> <a:p> <a:o> .", .turtle, base: "http://abc"),
      ["<http://abc/g> <a:p> <a:o> ."])
  }

  /// Every byte of the text at the border of what the reader holds.
  func testTermsAcrossBlocks() throws {
    let statement = "<http://é/s> :p.q \"\"\"long 'é' \\u00e9\"\"\"@en , 1.5 .\n"
    let text = p + String(repeating: statement, count: 8_000)
    let read = try read(text)
    XCTAssertEqual(read.count, 16_000)
    XCTAssertEqual(Set(read).count, 2)
  }
}
