// rdf-dump as a user runs it: every syntax, bases, standard input, gzip, errors
// with their place, and hostile files.
import FormatsFiles
import XCTest

final class RDFDumpTests: StageTestCase {
  private func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  private func dump(_ arguments: String..., input: String = "") throws -> String {
    let result = try runStage("rdf-dump", arguments, input: input)
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertEqual(result.errors, "")
    return result.output
  }

  private let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  private let triple = "<http://e/s> <http://e/p> \"o\\n\\\"q\\\"\"@en .\n"

  func testEverySyntax() throws {
    let xml = """
      <rdf:RDF xmlns:rdf="\(rdf)" xmlns:e="http://e/">
      <rdf:Description rdf:about="http://e/s"><e:p xml:lang="en">o
      "q"</e:p></rdf:Description></rdf:RDF>
      """
    let turtle = "@prefix : <http://e/> .\n:s :p \"\"\"o\n\"q\\\"\"\"\"@en ."
    let trig = "@prefix : <http://e/> .\n:g { :s :p 'o\\n\"q\"'@en }"
    let quad = triple.replacingOccurrences(of: " .\n", with: " <http://e/g> .\n")
    for (name, text) in [
      ("a", xml), ("b", turtle), ("c", trig), ("d", triple), ("e", quad), ("f.ttl", triple),
    ] {
      XCTAssertEqual(try dump(write(name, text)), triple, name)
      XCTAssertEqual(try dump("--count", "-", input: text), "1\n", name)
    }
    XCTAssertEqual(try dump("--quads", write("c", trig)), quad)
    XCTAssertEqual(try dump("--format", "turtle", write("d", triple)), triple)
  }

  func testBases() throws {
    let file = try write("a b.ttl", "<s> <#p> <../o> .")
    XCTAssertEqual(
      try dump(file),
      "<file:///s> <file:///a%20b.ttl#p> <file:///o> .\n")
    XCTAssertEqual(
      try dump("--base", "http://h/x/y/z", file),
      "<http://h/x/y/s> <http://h/x/y/z#p> <http://h/x/o> .\n")
    XCTAssertEqual(
      try errorOf("rdf-dump", ["--base", "x", file]),
      "rdf-dump: a b.ttl: the base “x” is not an absolute IRI. Give one with a scheme, as in "
        + "http://example.org/.\n")
  }

  /// Formats that are not read are named, with what to do.
  func testForeignFormats() throws {
    for (text, what) in [
      ("Prefix(:=<http://e/>)\nOntology(<http://e/>)", "OWL in functional syntax"),
      ("Prefix: : <http://e/>\nOntology: <http://e/>", "OWL in Manchester syntax"),
      ("format-version: 1.2\n\n[Term]\nid: A:1\n", "OBO"),
      ("<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", "HTML"),
      ("{\"http://e/a\":{\"http://e/p\":[{\"type\":\"uri\",\"value\":\"http://e/b\"}]}}", "RDF/JSON"),
      ("[\"http://e/a\",\"http://e/p\",\"x\",\"\",\"\",\"\"]\n", "HexTuples"),
      ("$HDT\u{1}", "HDT"), ("<a:s> <a:p> <a:o> .\n<< <a:s> <a:p> <a:o> >> <a:q> 1 .\n", "RDF 1.2"),
    ] {
      let error = try errorOf("rdf-dump", [try write("f", text)])
      XCTAssert(error.hasPrefix("rdf-dump: f: is \(what)"), error)
    }
  }

  /// The outputs for several documents can be joined, and dumping an output again does
  /// not make labels longer.
  func testLabelsOfBlankNodes() throws {
    let a = try dump(write("a", "_:x <a:p> _:anon1 .\n_:y_z <a:p> \"1\" .\n"))
    let b = try dump(write("b", "_:x <a:p> _:y .\n"))
    func labels(_ text: String) -> Set<Substring> {
      Set(text.matches(of: /_:\w+/).map(\.output))
    }
    XCTAssertEqual(labels(a).count, 3)
    XCTAssertTrue(labels(a).isDisjoint(with: labels(b)))
    let joined = try dump(write("c", a + b))
    XCTAssertEqual(labels(joined).count, 5)
    XCTAssertEqual(try dump(write("d", joined)).utf8.count, joined.utf8.count)
  }

  func testGzip() throws {
    let writer = try GzipWriter(path: path("x.nt.gz"))
    try writer.write(triple)
    try writer.commit()
    XCTAssertEqual(try dump(path("x.nt.gz")), triple)
  }

  func testErrorsNameTheirPlace() throws {
    for (name, text, message) in [
      (
        "a.nt", "<a:s> <a:p> <a:o> .\n<a:s> <a:p> x .\n",
        "a.nt:2:13: expected an object, an IRI in <>, a blank node or a literal in double "
          + "quotes."
      ),
      (
        "a.ttl", "@prefix : <a:> .\n:s :p\n  x:y .\n",
        "a.ttl:3:5: the prefix “x:” is not declared. Declare it with @prefix."
      ),
      (
        "a.rdf", "<rdf:RDF xmlns:rdf=\"\(rdf)\">\n<x/></rdf:RDF>",
        "a.rdf:2:3: the element “x” has no namespace."
      ),
      (
        "b.rdf", "<rdf:RDF xmlns:rdf=\"\(rdf)\">\n <a>\n</rdf:RDF>",
        "b.rdf:2:4: the element “a” has no namespace."
      ),
      (
        "c", "what is this",
        "c: is in no syntax of RDF that can be recognised. Name the syntax, "
          + "one of rdfxml, ntriples, nquads, turtle, trig, jsonld."
      ),
    ] {
      XCTAssertEqual(try errorOf("rdf-dump", [try write(name, text)]), "rdf-dump: \(message)\n")
    }
    XCTAssertEqual(
      try errorOf("rdf-dump", [path("none")]),
      "rdf-dump: none: cannot be opened: No such file or directory. Check the name, or run the "
        + "stage that makes this file.\n")
    XCTAssertNotEqual(try runStage("rdf-dump", ["--format", "x", path("a.nt")]).status, 0)
  }

  // MARK: Hostile files

  /// A refusal, which must come soon and in little memory.
  private func refusal(_ name: String, _ text: String) throws -> String {
    let file = try write(name, text)
    // Above these limits, 5 seconds and 512 MiB, the system ends the process.
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -t 5; ulimit -d 524288; exec \"$0\" --count \"$1\"",
      try stageExecutable("rdf-dump").path, file,
    ]
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationReason, .exit, name)
    XCTAssertEqual(process.terminationStatus, 1, name)
    return String(decoding: complaint, as: UTF8.self)
      .replacingOccurrences(of: folder.path + "/", with: "")
  }

  func testBillionLaughs() throws {
    var declarations = "<!ENTITY a0 \"\(String(repeating: "ha", count: 50_000))\">"
    for level in 1...9 {
      declarations +=
        "<!ENTITY a\(level) \""
        + String(repeating: "&a\(level - 1);", count: 10) + "\">"
    }
    let complaint = try refusal(
      "bomb.rdf",
      "<!DOCTYPE r [\(declarations)]><r:RDF xmlns:r=\"\(rdf)\"><r:Description r:about=\"a:\">"
        + "<r:value>&a9;</r:value></r:Description></r:RDF>")
    XCTAssertTrue(complaint.hasPrefix("rdf-dump: bomb.rdf:1:"), complaint)
    XCTAssertTrue(
      complaint.contains("expands to more than 65536 bytes. If the file can be trusted, write"),
      complaint)
  }

  func testExternalEntities() throws {
    let complaint = try refusal(
      "xxe.rdf",
      "<!DOCTYPE r [\n<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r:RDF xmlns:r=\"\(rdf)\">"
        + "<r:Description r:about=\"a:\"><r:value>&x;</r:value></r:Description></r:RDF>")
    XCTAssertTrue(complaint.hasPrefix("rdf-dump: xxe.rdf:2:"), complaint)
    XCTAssertTrue(
      complaint.hasSuffix(
        "the document declares the external entity “x”; external entities are never read. "
          + "Remove the declaration from the document.\n"), complaint)
    XCTAssertFalse(complaint.contains("root:"))
  }

  func testDeepNesting() throws {
    let complaint = try refusal(
      "deep.rdf",
      "<r:RDF xmlns:r=\"\(rdf)\" xmlns:e=\"e:\">" + String(repeating: "<e:a>", count: 100_000))
    XCTAssertTrue(complaint.hasSuffix(": elements are nested more than 250 deep.\n"), complaint)
    let turtle = try refusal("deep.ttl", "<a:s> <a:p> " + String(repeating: "(", count: 100_000))
    XCTAssertTrue(turtle.hasPrefix("rdf-dump: deep.ttl:1:"), turtle)
    XCTAssertTrue(turtle.contains("nested"), turtle)
  }
}
