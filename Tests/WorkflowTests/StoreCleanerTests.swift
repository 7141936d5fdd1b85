// make gc removes entries of the store and nothing else.
import Foundation
import XCTest

@testable import Workflow

final class StoreCleanerTests: WorkflowTestCase {
  private let entry = "store/ab/" + String(repeating: "0", count: 62)

  private func clean(days: Int? = nil) throws -> String {
    var cleaner = StoreCleaner(store: path("store"), days: days)
    return try cleaner.clean()
  }

  private func makeEntry(_ place: String) throws {
    try stage("\(place)/split.stage")
    try record("\(place)/record.json", of: ["\(place)/split.stage"])
  }

  func testEntriesGo() throws {
    try makeEntry(entry)
    let empty = "store/cd/" + String(repeating: "1", count: 62)
    try FileManager.default.createDirectory(atPath: path(empty), withIntermediateDirectories: true)
    let killed = "store/cd/" + String(repeating: "2", count: 62)
    try stage("\(killed)/split.stage")
    XCTAssertEqual(try clean(), "\(path("store")): removed 2 results of earlier parameters")
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: path("store")), [])
    XCTAssertEqual(try clean(), "\(path("store")): nothing is kept")
    try system("rmdir", "store")
    XCTAssertEqual(try clean(), "\(path("store")): nothing is kept")
    var unset = StoreCleaner(store: "")
    XCTAssertEqual(try unset.clean(), ": nothing is kept")
  }

  func testWhatIsNotOfTheStoreStays() throws {
    try makeEntry(entry)
    let files = [
      "store/thesis.tex", "store/ab/thesis.tex", "\(entry)/thesis.tex", "store/ab/ff/record.json",
      "store/zz/" + String(repeating: "0", count: 62) + "/record.json",
      "store/ef/" + String(repeating: "a", count: 62) + "/record.json",
    ]
    for name in files { try write(name, "mine") }
    let said = try clean()
    XCTAssertEqual(
      said, "\(path("store")): removed 1 result of earlier parameters; left alone 6 files that are not the store's")
    for name in files { XCTAssert(exists(name), name) }
    XCTAssertFalse(exists("\(entry)/split.stage"))
  }

  func testAnotherFolderIsNotAStore() throws {
    try write("store/letters/letter.txt", "mine")
    try write("store/split.stage", "mine")
    XCTAssertEqual(try clean(), "\(path("store")): is not a store of results; nothing was removed")
    XCTAssert(exists("store/letters/letter.txt") && exists("store/split.stage"))
    try write("file", "")
    var file = StoreCleaner(store: path("file"))
    XCTAssert(refusal { _ = try file.clean() }.contains("cannot be opened as a folder"))
  }

  func testLinksAreNotFollowed() throws {
    try makeEntry("other" + entry.dropFirst("store".count))
    try makeEntry(entry)
    try write("precious", "mine")
    try system("ln", "-s", path("other/ab"), "store/cd")
    try system(
      "ln", "-s", path("other" + entry.dropFirst("store".count)), "store/ab/" + String(repeating: "1", count: 62))
    // An output replaced by a link, and a record that names other places.
    try system("rm", "\(entry)/split.stage")
    try system("ln", "-s", path("precious"), "\(entry)/split.stage")
    let record = try String(contentsOfFile: path("\(entry)/record.json"), encoding: .utf8)
    try write("\(entry)/record.json", record.replacingOccurrences(of: "split.stage", with: "../../../precious"))
    _ = try clean()
    XCTAssertEqual(try bytes("precious"), Data("mine".utf8))
    XCTAssert(exists("other" + entry.dropFirst("store".count) + "/split.stage"))
    XCTAssert(exists("\(entry)/split.stage"))
  }

  func testEntriesInUseAndYoungOnesStay() throws {
    try makeEntry(entry)
    let descriptor = open(path(entry), O_RDONLY | O_DIRECTORY)
    XCTAssertEqual(flock(descriptor, LOCK_EX), 0)
    XCTAssert(try clean().contains("kept 1 that are younger or in use"))
    close(descriptor)
    XCTAssert(try clean(days: 1).contains("removed 0 results of earlier parameters"))
    XCTAssert(exists("\(entry)/split.stage"))
    try system("touch", "-d", "3 days ago", "\(entry)/record.json")
    XCTAssert(try clean(days: 4).contains("removed 0 results"))
    XCTAssert(try clean(days: 2).contains("removed 1 result of earlier parameters"))
  }
}
