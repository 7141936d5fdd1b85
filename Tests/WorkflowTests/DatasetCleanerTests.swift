// make clean-NAME removes files of the pipeline and nothing else.
import Foundation
import XCTest

@testable import Workflow

final class DatasetCleanerTests: WorkflowTestCase {
  private func clean(_ name: String = "work/mine") throws -> String {
    var cleaner = try DatasetCleaner(folder: path(name))
    return try cleaner.clean()
  }

  private func makeDataset() throws {
    let place = "work/mine"
    for name in [
      "documents.stage", "JMAN/metrics.stage", "JMAN/fold0/model.stage", "JMAN/fold0/model.stage.checkpoint",
      "split.stage.damaged",
    ] {
      try stage("\(place)/\(name)")
    }
    for name in [
      "all.txt", "all.csv", "JMAN/metrics.txt", "JMAN/metrics.json", "JMAN/metrics.csv", "JMAN/tags.csv",
      "JMAN/.metrics.stage.partial", "JMAN/.metrics.stage.restored",
      ".documents.stage.record.123", "sweep/results.txt", "graph.svg",
    ] { try write("\(place)/\(name)", "ours") }
    for table in ["all", "sweep/results"] {
      try write("\(place)/\(table).tsv", "1 A=b\twork/mine/ovr/metrics.stage\twork/x\n")
    }
    try write("\(place)/JMAN/fold0/events.out.tfevents.jman", "\u{18}\0\0\0\u{1}\u{2}\u{1A}\rbrain.Event:2")
    try record(
      "\(place)/JMAN/.metrics.stage.record",
      of: ["stage", "txt", "json", "csv"].map { "\(place)/JMAN/metrics.\($0)" } + ["\(place)/JMAN/tags.csv"])
    try write("\(place)/graph.dot", "digraph \"mine\" {}\n")
    try write("\(place)/corpus.json", "{\"format\":\"jman corpus 1\",\"values\":{}}")
    try write("\(place)/sample/corpus.jsonl.gz", "ours")
    try write("\(place)/sample/kb.rdf", "ours")
    try record(
      "\(place)/sample/.corpus.jsonl.gz.record", of: ["\(place)/sample/corpus.jsonl.gz", "\(place)/sample/kb.rdf"])
    try record("\(place)/.documents.stage.record", of: ["\(place)/documents.stage"])
    try write("\(place)/JMAN/report.html", "ours")
    try record("\(place)/JMAN/.report.html.record", of: ["\(place)/JMAN/report.html"])
  }

  func testAllThatIsOursGoes() throws {
    try makeDataset()
    XCTAssertEqual(try clean(), "\(path("work/mine")): removed 28 files")
    XCTAssertFalse(exists("work/mine"))
    XCTAssert(exists("work"))
    XCTAssertEqual(try clean(), "\(path("work/mine")): there is nothing to remove")
  }

  func testWhatIsNotOursStays() throws {
    try makeDataset()
    let files = [
      "notes.md", "JMAN/fake.stage", "thesis/chapter.tex", ".hidden", "JMAN/.mine.partial",
      "tables/metrics.txt", "sample/mine.jsonl", "tags.csv", "report.html", "JMAN/comparison.md", "my.tags.tsv",
      "JMAN/fold0/tags.csv", "sweep/all.csv", "hierarchy.csv",
    ]
    for name in files { try write("work/mine/\(name)", "mine") }
    // Somebody's own data under the name of an output.
    try write("work/mine/sample/kb.rdf", "my own knowledge base")
    let said = try clean()
    XCTAssert(said.contains("; left alone 15 that the pipeline did not write: "), said)
    XCTAssert(said.contains("JMAN/fake.stage"), said)
    for name in files + ["sample/kb.rdf"] { XCTAssert(exists("work/mine/\(name)"), name) }
    XCTAssertFalse(exists("work/mine/documents.stage"))
    XCTAssertFalse(exists("work/mine/JMAN/fold0/model.stage"))
  }

  func testNamesAloneSayNothing() throws {
    try stage("work/mine/documents.stage")
    let files = [
      "all.tsv", "all.csv", "sweep/results.tsv", "sweep/results.csv", "JMAN/fold0/events.out.tfevents.jman",
      "metrics.txt",
    ]
    for name in files { try write("work/mine/\(name)", "mine\tmine\n") }
    XCTAssert(try clean().contains("removed 1 file;"))
    for name in files { XCTAssert(exists("work/mine/\(name)"), name) }
  }

  /// A dataset whose WORK is the folder of another, with a store.
  func testADatasetWithinADatasetStays() throws {
    try makeDataset()
    for name in [
      "other/documents.stage", "other/knn/fold0/model.stage", ".store/ab/documents.stage",
      "JMAN/fold0/mine/split.stage",
    ] {
      try stage("work/mine/\(name)")
    }
    for name in ["sweep/KFOLD-2,MODEL-knn/knn/fold0/model.stage", "sweep/KFOLD-2,MODEL-knn/.fold1/vocabulary.stage"] {
      try stage("work/mine/\(name)")
    }
    let said = try clean()
    XCTAssert(said.contains("left alone 3 that the pipeline did not write: "), said)
    for name in [
      "other/documents.stage", "other/knn/fold0/model.stage", ".store/ab/documents.stage",
      "JMAN/fold0/mine/split.stage",
    ] {
      XCTAssert(exists("work/mine/\(name)"), name)
    }
    XCTAssertFalse(exists("work/mine/sweep"))
    XCTAssertFalse(exists("work/mine/JMAN/fold0/model.stage"))
  }

  func testLinksAreNotFollowed() throws {
    try stage("elsewhere/documents.stage")
    try stage("work/mine/split.stage")
    try system("ln", "-s", path("elsewhere"), "work/mine/linked")
    try system("ln", "-s", path("elsewhere/documents.stage"), "work/mine/documents.stage")
    try system("ln", "-s", path("elsewhere"), "work/other")
    try system("mkfifo", "work/mine/pipe.stage")
    let said = try clean()
    XCTAssert(said.contains("left alone 3"), said)
    for name in ["work/other", "work/other/"] {
      XCTAssert(refusal { _ = try self.clean(name) }.contains("is a link, and links are not followed"))
    }
    XCTAssert(exists("elsewhere/documents.stage") && exists("work/mine/linked"))
  }

  func testFilesBeingWrittenStay() throws {
    try stage("work/mine/split.stage")
    try write("work/mine/.split.stage.partial", "half")
    let descriptor = open(path("work/mine/.split.stage.partial"), O_RDONLY)
    XCTAssertEqual(flock(descriptor, LOCK_EX), 0)
    defer { close(descriptor) }
    _ = try clean()
    XCTAssert(exists("work/mine/.split.stage.partial"))
  }

  func testFoldersThatAreNoDatasetsAreRefused() throws {
    let current = FileManager.default.currentDirectoryPath
    let parent = URL(fileURLWithPath: current).deletingLastPathComponent().path
    for place in [
      "", "/", "//", "/.", "/tmp/..", ".", "./", current, parent, NSHomeDirectory(), NSHomeDirectory() + "/",
    ] {
      XCTAssert(refusal { _ = try DatasetCleaner(folder: place) }.contains("nothing was removed"), place)
    }
  }
}
