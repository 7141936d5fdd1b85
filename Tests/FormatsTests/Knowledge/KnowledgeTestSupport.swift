// What the tests of knowledge bases share: text to statements, text to error,
// and the real files, which are there or not.
import Foundation
import XCTest

@testable import FormatsFiles
@testable import FormatsRDF

/// The statements of a text, as N-Triples lines in order.
func triples(
  _ text: String, _ syntax: RDFSyntax?, base: String? = "http://a/", quads: Bool = false
) throws -> [String] {
  try triples(Array(text.utf8), syntax, base: base, quads: quads)
}

func triples(
  _ bytes: [UInt8], _ syntax: RDFSyntax?, base: String? = "http://a/", quads: Bool = false
) throws -> [String] {
  let folder = try ScratchFolder()
  let file = try folder.write(bytes, as: "text")
  var writer = NTriplesWriter(writesGraphs: quads)
  try readRDF(try ByteSource(path: file), syntax: syntax, base: base) { writer.append($0) }
  return String(decoding: writer.output, as: UTF8.self)
    .split(separator: "\n").map(String.init)
}

/// The message for a text that is refused, without the file's name.
func rdfRefusal(
  _ text: String, _ syntax: RDFSyntax?, base: String? = "http://a/",
  file: StaticString = #filePath, line: UInt = #line
) -> String {
  rdfRefusal(Array(text.utf8), syntax, base: base, file: file, line: line)
}

func rdfRefusal(
  _ bytes: [UInt8], _ syntax: RDFSyntax?, base: String? = "http://a/",
  file: StaticString = #filePath, line: UInt = #line
) -> String {
  do {
    let read = try triples(bytes, syntax, base: base)
    XCTFail("accepted: \(read)", file: file, line: line)
    return ""
  } catch var error as InputError {
    error.place = .file("F")
    return error.description
  } catch {
    XCTFail("\(error)", file: file, line: line)
    return ""
  }
}

/// The path of a file that is shared between checkouts and not in this one.
///
/// - Throws: `XCTSkip` when it is not there.
func sharedFile(_ name: String, _ here: String = #filePath) throws -> String {
  var root = URL(fileURLWithPath: here)
  while root.path != "/",
    !FileManager.default.fileExists(atPath: root.appendingPathComponent("Package.swift").path)
  { root.deleteLastPathComponent() }
  let shared =
    ProcessInfo.processInfo.environment["JMAN_SHARED"]
    ?? root.deletingLastPathComponent().appendingPathComponent("shared").path
  let path = shared + "/" + name
  guard FileManager.default.fileExists(atPath: path) else {
    throw XCTSkip("\(name) is not there; set JMAN_SHARED to the folder that holds it")
  }
  return path
}
