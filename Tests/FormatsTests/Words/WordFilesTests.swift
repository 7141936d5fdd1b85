import Foundation
import XCTest

@testable import Formats

final class WordFilesTests: FolderTestCase {
  override func setUpWithError() throws {
    try super.setUpWithError()
    for part in PartOfSpeech.allCases {
      try write("", "index.\(part.rawValue)")
      try write("", "\(part.rawValue).exc")
    }
  }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func testWordNet() throws {
    try write(
      "  1 licence\nlens n 4 5 @ ~ #p %p ; 4 2 03656484 06009822 05313822 09902954  \n",
      "index.noun")
    try write("mice mouse\nmice mousie\naxes ax axe\n", "noun.exc")
    let index = try WordNetIndex(folder: folder.path)
    XCTAssertEqual(index.useCount(of: "lens", as: .noun), 2)
    XCTAssertNil(index.useCount(of: "lens", as: .verb))
    XCTAssertNil(index.useCount(of: "licence", as: .noun))
    XCTAssertEqual(index.irregularBase(of: "mice", as: .noun), "mouse")
    XCTAssertEqual(index.irregularBase(of: "axes", as: .noun), "ax")
  }

  func testBadWordNet() throws {
    func message() -> String {
      do {
        _ = try WordNetIndex(folder: folder.path)
        return "read"
      } catch { return "\(error)".replacingOccurrences(of: folder.path + "/", with: "") }
    }
    let remedy = "Give the folder of WordNet's files, as Debian's wordnet-base installs it."
    for line in ["lens", "lens n 4 5 @ 1 2 3", "lens n x 5 @ ~ #p %p ; 4 2 03656484 06009822"] {
      try write("\n\(line)\n", "index.verb")
      XCTAssertEqual(message(), "index.verb:2: is not a line of a WordNet index. \(remedy)")
    }
    try write("", "index.verb")
    try write("mice\n", "verb.exc")
    XCTAssertEqual(
      message(), "verb.exc:1: is not an irregular form with its base form. \(remedy)")
    try FileManager.default.removeItem(at: folder.appendingPathComponent("verb.exc"))
    XCTAssert(message().hasPrefix("verb.exc: cannot be opened: No such file or directory."))
  }

  func testTagGroups() throws {
    try write(
      "[en] Semantic_Web: semanticweb  web:semantic  a:  x 7 7 2 2.0 isReliable:true\r\n\n"
        + "[de] b:c: b 1 1\n", "groups")
    let path = folder.appendingPathComponent("groups").path
    XCTAssertEqual(
      try TagGroupsFile.read(path: path),
      [
        NamedTagGroup(name: "Semantic_Web", tags: ["semanticweb", "web:semantic", "a:", "x"]),
        NamedTagGroup(name: "b:c", tags: ["b"]),
      ])
    try Data([UInt8]("[de] a: \u{4D}".utf8) + [0xFC]).write(
      to: folder.appendingPathComponent("groups"))
    XCTAssertEqual(try TagGroupsFile.read(path: path)[0].tags, ["M\u{FC}"])
    for line in ["x", "[en]", "[en] ", "[en] a", "[en] a:", "[en", "] a: b"] {
      try write("[en] a: b\n\(line)\n", "groups")
      XCTAssertThrowsError(try TagGroupsFile.read(path: path), line) {
        XCTAssertEqual(
          "\($0)",
          "\(path):2: is not a group of tags. Give lines of the form "
            + "[lang] Name: raw  raw  raw 12 11 3."
        )
      }
    }
  }
}
