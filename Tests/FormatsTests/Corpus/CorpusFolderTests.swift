// Which files of a folder are read, and that the report names those that are not.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles

final class CorpusFolderTests: XCTestCase {
  private let table = "id,title,tags\n1,A,x\n"

  func testSubfoldersAreRead() throws {
    let folder = try temporaryFolder([
      "a.csv": table, "2023/b.csv": "title,tags\nB,y\n", "2023/deep/a.csv": "id,title,tags\n3,C,z\n",
      "2023/notes.txt": "no corpus\n", "2024/x.pdf": "%PDF-1.4 x", "2024/README": "read me\n",
    ])
    let (documents, report) = try readCorpus(paths: [folder])
    XCTAssertEqual(documents.map(\.id), ["1", "2023/b.csv:2", "3"])
    XCTAssertEqual(documents.map(\.file), ["a.csv", "2023/b.csv", "2023/deep/a.csv"])
    XCTAssertEqual(
      Array(report.notes.prefix(3)),
      [
        "2 files of subfolders were read too: 2023/b.csv, 2023/deep/a.csv",
        "in another format or in none, and not read: 2023/notes.txt, 2024/x.pdf",
        "skipped: 2024/README",
      ])
    XCTAssertEqual(
      try CorpusReader.files(of: [folder]),
      ["a.csv", "2023/b.csv", "2023/deep/a.csv"].map { "\(folder)/\($0)" })
  }

  /// Files of one name in several folders are several documents.
  func testNamesOfFilesInSubfolders() throws {
    let object = "{\n \"text\": \"A\",\n \"tags\": [\"x\"]\n}\n"
    XCTAssertEqual(
      try readCorpus(files: ["a.json": object, "b/a.json": object]).documents.map(\.id), ["a", "b/a"])
    XCTAssertEqual(try readCorpus(files: ["b/a.csv": table]).documents.map(\.id), ["1"])
  }

  func testFoldersOfFormatsWithSeveralFiles() throws {
    let (documents, report) = try readCorpus(files: [
      "b.txt": "The title\n\nThe text.\n", "b.key": "first\n", "b.tsv": "<u:a>\tx\n", "d3.key": "x\n",
      "x.pdf": "%PDF-1.4 x", "more/c.txt": "C\n", "more/c.key": "x\n",
    ])
    XCTAssertEqual(report.format, .annifFolder)
    XCTAssertEqual(documents.map(\.id), ["b"])
    XCTAssertEqual(
      report.notes,
      [
        "1 folder was not read: more", "1 list of subjects without a text was not read: d3.key",
        "not used by the format annif-folder: b.tsv, x.pdf",
      ])
    let dump = ["tas": "1\tx\t1\t2\td\n", "bibtex": "1\tT\t\t\n", "tables.sql": ""]
    let inside = Dictionary(uniqueKeysWithValues: dump.map { ("dump/" + $0.key, $0.value) })
    let beside = try readCorpus(files: inside.merging(["a.csv": table]) { $1 })
    XCTAssertEqual(beside.documents.map(\.id), ["1"])
    XCTAssertEqual(beside.report.notes.first, "1 folder was not read: dump")
    XCTAssertEqual(
      try corpusRefusal(files: inside),
      "FOLDER: is a folder that contains no files itself. Give one of the folders in it: dump.")
  }

  func testWhatSystemsAndEditorsLeaveBehind() throws {
    let (documents, report) = try readCorpus(files: [
      "a.csv": table, ".DS_Store": "\0", "Thumbs.db": "\u{D0}\u{CF}", "desktop.ini": "[x]\n",
      "d.bak": "no corpus\n", "e.csv~": table, "#f.csv#": table, "~$g.csv": "\0", "README.md": "read me\n",
    ])
    XCTAssertEqual(documents.map(\.id), ["1"])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(
      report.notes.first,
      "skipped: README.md, #f.csv#, .DS_Store, Thumbs.db, d.bak, desktop.ini, e.csv~, ~$g.csv")
  }

  func testLinksToFoldersAreNotFollowed() throws {
    let folder = try temporaryFolder(["a.csv": table, "b/c.csv": "id,title,tags\n2,C,z\n"])
    try FileManager.default.createSymbolicLink(atPath: folder + "/b/loop", withDestinationPath: folder)
    let (documents, report) = try readCorpus(paths: [folder])
    XCTAssertEqual(documents.map(\.id), ["1", "2"])
    XCTAssert(report.notes.contains("1 folder was not read: b/loop"), "\(report.notes)")
  }

  /// Results in a subfolder are no part of the corpus.
  func testStageFilesAreNotRead() throws {
    let folder = try temporaryFolder(["a.csv": table, "out/note.txt": "no corpus\n"])
    let header = StageHeader(stage: "test", revision: 1, parameters: [:], inputs: [])
    let writer = try StageWriter(path: folder + "/out/d.stage", kind: .concepts, header: header)
    try writer.commit()
    XCTAssertEqual(try CorpusReader.files(of: [folder]), [folder + "/a.csv"])
  }
}
