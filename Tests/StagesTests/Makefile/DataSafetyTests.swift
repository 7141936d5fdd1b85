// Nothing is deleted that does not bear our mark.
import XCTest

final class DataSafetyTests: MakefileTestCase {
  private func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
      withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// `-n`, however it is written, only tells.
  func testADryRunDeletesNothing() throws {
    try prepare()
    let files = try finalFiles(work())
    for flags in [["-n"], ["--dry-run"], ["-k", "-n"], ["-q"], ["-t"], ["--just-print"], ["--touch"]] {
      _ = try make(flags + ["clean-bibsonomy"])
      _ = try make(flags + ["gc"])
      XCTAssertEqual(try finalFiles(work()), files, "\(flags)")
    }
    XCTAssert(try make(["-q", "bibsonomy"]).output.contains("Use make status."))
  }

  func testCleaningKeepsWhatIsNotOurs() throws {
    try prepare()
    let own = "\(work())/bibsonomy/my notes.txt"
    try write("precious", to: own)
    try write("precious", to: "\(work())/bibsonomy/JMAN/split.stage")
    // Names of tables are anybody's, and an edited table is the user's.
    try write("precious", to: "\(work())/bibsonomy/tags.csv")
    try write("precious", to: "\(work())/bibsonomy/JMAN/metrics.csv")
    let said = try succeed(make: ["clean-bibsonomy"])
    XCTAssert(said.contains("my notes.txt"), said)
    XCTAssertEqual(try String(contentsOfFile: own, encoding: .utf8), "precious")
    XCTAssert(exists("\(work())/bibsonomy/JMAN/split.stage"), "no stage file, whatever its name")
    XCTAssertFalse(exists("\(work())/bibsonomy/documents.stage"))
    let left = try XCTUnwrap(FileManager.default.enumerator(atPath: "\(work())/bibsonomy")).compactMap { $0 as? String }
    XCTAssertEqual(left.sorted(), ["JMAN", "JMAN/metrics.csv", "JMAN/split.stage", "my notes.txt", "tags.csv"])
  }

  /// A sweep, a table of all models, a graph and folds are all cleaned up.
  func testCleaningLeavesNothingOfOurs() throws {
    try succeed(make: ["bibsonomy-all", "ALL_MODELS=knn lexical", "KFOLD=2", "CLEAN_TAGS=yes"])
    try succeed(make: ["bibsonomy-report"])
    try succeed(make: ["sweep", "GRID=MODEL=knn TUNE=,best"])
    try succeed(make: ["graph", "bibsonomy"])
    try succeed(make: ["bibsonomy-report", "MODEL=knn", "COMPARE=lexical"])
    XCTAssertFalse(try succeed(make: ["clean-bibsonomy"]).contains("left alone"))
    XCTAssertFalse(exists("\(work())/bibsonomy"))
  }

  /// A dataset whose WORK is the folder of another.
  func testADatasetWithinADataset() throws {
    let lines = (0..<40).map {
      #"{"id":"\#($0)","title":"paper \#($0 % 5)","text":"About it.","tags":["a\#($0 % 3)","b"]}"#
    }
    try write(lines.joined(separator: "\n"), to: path("c.jsonl"))
    let own = ["CORPUS=\(path("c.jsonl"))", "MODEL=knn", "MIN_WORD_COUNT=1"]
    try succeed(make: ["corpus", "NAME=outer"] + own)
    try succeed(make: ["corpus", "NAME=inner"] + own, work: "\(work())/outer")
    let before = try finalFiles("\(work())/outer/inner")
    try succeed(make: ["clean-outer"])
    XCTAssertEqual(try finalFiles("\(work())/outer/inner"), before)
    XCTAssertFalse(exists("\(work())/outer/documents.stage"))
  }

  /// Results are not documents.
  func testACorpusWhereResultsGo() throws {
    let folder = "\(work())/mine"
    try write(
      (0..<40).map { #"{"id":"\#($0)","title":"paper","text":"It.","tags":["a"]}"# }.joined(separator: "\n"),
      to: "\(folder)/c.jsonl")
    for (name, place) in [("CORPUS", folder), ("CORPUS", "\(work())/./mine/"), ("KB", folder), ("KB", work())] {
      let result = try make(["corpus", "NAME=mine", "CORPUS=\(folder)/c.jsonl", "MODEL=knn", "\(name)=\(place)"])
      XCTAssert(result.output.contains("\(name): \(place) is where results go"), result.output)
    }
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder), ["c.jsonl"])
    try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(folder)/c.jsonl", "MODEL=knn", "MIN_WORD_COUNT=1"])
  }

  /// A list of rejections under the name of the corpus.
  func testNoInputIsReplaced() throws {
    let corpus = path("c.jsonl")
    try write(
      (0..<40).map { #"{"id":"\#($0)","title":"paper","text":"It.","tags":["a"]}"# }.joined(separator: "\n"), to: corpus
    )
    let before = try bytes(corpus)
    XCTAssertEqual(try system(["ln", "-s", corpus, path("link")]), 0)
    for list in [corpus, path("link")] {
      let result = try make(["corpus", "NAME=mine", "CORPUS=\(corpus)", "CORPUS_OPTIONS=--rejections '\(list)'"])
      XCTAssert(result.output.contains("is an input of this command, so it cannot be written"), result.output)
      XCTAssertEqual(try bytes(corpus), before)
    }
  }

  func testGarbageCollectionKeepsWhatIsNotOurs() throws {
    let store = path("my folder")
    try write("precious", to: "\(store)/thesis.txt")
    try write("precious", to: "\(store)/ab/chapter.txt")
    try succeed(make: ["gc", "STORE=\(store)"])
    XCTAssert(exists("\(store)/thesis.txt"))
    XCTAssert(exists("\(store)/ab/chapter.txt"))
    try succeed(make: ["bibsonomy", "STORE=\(store)"])
    let said = try succeed(make: ["gc", "STORE=\(store)"])
    XCTAssert(said.contains("results of earlier parameters"), said)
    XCTAssert(exists("\(store)/thesis.txt"))
    XCTAssert(exists("\(store)/ab/chapter.txt"))
    XCTAssertEqual(
      try XCTUnwrap(FileManager.default.enumerator(atPath: store)).compactMap { $0 as? String }
        .filter { $0.hasSuffix(".stage") }, [])
  }

  /// make corpus writes its notes under this name.
  func testAFileUnderTheNameOfTheNotesStays() throws {
    let file = "\(work())/mine/corpus.json"
    let documents = #"{"title":"a","text":"b","tags":["c"]}"#
    try write(documents, to: file)
    try write(documents, to: path("c.jsonl"))
    let result = try make(["corpus", "NAME=mine", "CORPUS=\(path("c.jsonl"))"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(result.output.contains("corpus.json does not hold what make corpus notes"), result.output)
    XCTAssertEqual(try String(contentsOfFile: file, encoding: .utf8), documents)
  }

  /// So would these be replaced, or deleted.
  func testACorpusUnderTheNameOfAResultStays() throws {
    for name in ["corpus.json", "all.csv", "ovr/tags.csv", "documents.stage.tags.tsv", "sweep/results.csv"] {
      let file = "\(work())/mine/\(name)"
      try write("title,text,tags\na,b,c\n", to: file)
      let result = try make(["corpus", "NAME=mine", "CORPUS=\(file)"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("is in the folder of the results and called like one"), result.output)
      XCTAssert(exists(file), name)
    }
  }

  /// A store within the corpus would be read as documents the next time.
  func testAStoreWithinTheCorpusIsRefused() throws {
    try write(#"{"title":"a","text":"b","tags":["c"]}"#, to: path("texts/c.jsonl"))
    let result = try make(["corpus", "NAME=mine", "CORPUS=\(path("texts"))", "STORE=\(path("texts/store"))"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssert(result.output.contains("Give another folder, or another STORE."), result.output)
  }

  func testAnEmptyWorkIsRefused() throws {
    for goal in ["bibsonomy", "clean-bibsonomy", "gc", "status"] {
      let result = try make([goal, "WORK="], work: "")
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("WORK is empty. Give the folder for all results"), result.output)
    }
  }

  func testAnArchiveRemovesNothingElse() throws {
    try prepare()
    let here = Self.root.appendingPathComponent("bibsonomy")
    XCTAssertFalse(exists(here.path), "the test needs this name to be free")
    try write("precious", to: here.appendingPathComponent("thesis.txt").path)
    defer { try? FileManager.default.removeItem(at: here) }
    let temporary = path("tmp with blanks")
    try write("precious", to: path("tmp/thesis.txt"))
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    let tar = path("my result.tar")
    for folder in [temporary, "/nonexistent"] {
      try succeed(make: ["archive-bibsonomy", "ARCHIVE=\(tar)"], environment: ["TMPDIR": folder])
      XCTAssert(exists(here.appendingPathComponent("thesis.txt").path))
      XCTAssert(exists(path("tmp/thesis.txt")))
      XCTAssert(try succeed(make: ["check-archive", "FILE=\(tar)"]).contains("complete and made from each other"))
      try FileManager.default.removeItem(atPath: tar)
    }
    XCTAssertFalse(exists("/PARAMETERS"))
    XCTAssertFalse(exists("/COMMANDS"))
  }

  func testAnArchiveReplacesNobodysTarFile() throws {
    try prepare()
    let tar = path("backup.tar")
    try write("precious", to: path("docs/thesis.txt"))
    XCTAssertEqual(try system(["tar", "-cf", tar, "-C", path("docs"), "thesis.txt"]), 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: tar))
    let refused = try make(["archive-bibsonomy", "ARCHIVE=\(tar)"])
    XCTAssert(refused.output.contains("is there already and is not an archive, so it is not replaced"), refused.output)
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: tar)), before)
    // One's own is.
    for _ in 0..<2 { try succeed(make: ["archive-bibsonomy"]) }
  }

  /// make -j cleans, then makes.
  func testGoalsFollowEachOther() throws {
    try prepare()
    try succeed(make: ["-j4", "clean-bibsonomy", "bibsonomy", "gc"])
    XCTAssert(exists("\(work())/bibsonomy/JMAN/metrics.stage"))
  }

  /// A stage file that cannot be read is named, set aside, and made again.
  func testADamagedFileIsSetAside() throws {
    try prepare()
    let before = try finalFiles(work())
    let file = "\(work())/bibsonomy/vocabulary.stage"
    var data = try bytes(file)
    data[data.count / 2] ^= 0x20
    try data.write(to: URL(fileURLWithPath: file))
    XCTAssert(try succeed(make: ["status", "bibsonomy"]).contains("vocabulary.stage: "))
    let said = try succeed(make: ["bibsonomy"])
    XCTAssert(said.contains("It is set aside as \(file).damaged and made again."), said)
    XCTAssertEqual(try bytes("\(file).damaged"), data)
    try FileManager.default.removeItem(atPath: "\(file).damaged")
    XCTAssertEqual(try finalFiles(work()), before)
  }

  /// What has the name of a picture, of a table or of a fold is not ours by its name.
  func testNamesAlone() throws {
    try succeed(make: ["bibsonomy-all", "ALL_MODELS=knn"])
    try succeed(make: ["graph", "bibsonomy"])
    let place = "\(work())/bibsonomy"
    try write("precious", to: "\(place)/graph.svg")
    try write("edited", to: "\(place)/all.txt")
    try write("precious", to: "\(place)/knn/fold07/notes")
    // A dataset that is called like a model.
    try write(#"{"format":"jman corpus 1","values":{}}"#, to: "\(place)/ovr/corpus.json")
    try write("x", to: "\(place)/ovr/documents.stage")
    try succeed(make: ["bibsonomy", "MODEL=knn"])
    XCTAssert(exists("\(place)/knn/fold07/notes"))
    try succeed(make: ["clean-bibsonomy"])
    let left = try XCTUnwrap(FileManager.default.enumerator(atPath: place)).compactMap { $0 as? String }
    XCTAssertEqual(
      left.sorted(),
      [
        "all.txt", "graph.svg", "knn", "knn/fold07", "knn/fold07/notes", "ovr", "ovr/corpus.json",
        "ovr/documents.stage",
      ])
  }

  /// A folder of documents that holds the folder of results would be read with these.
  func testResultsAmongDocuments() throws {
    try write(#"{"id":"1","title":"a","text":"b","tags":["c"]}"#, to: path("own/c.jsonl"))
    for own in [path("own"), path("own") + "/"] {
      let result = try make(["corpus", "NAME=own", "CORPUS=\(own)", "WORK=\(path("own"))/work"])
      XCTAssertNotEqual(result.status, 0)
      XCTAssert(result.output.contains("is where results go, or holds that folder"), result.output)
    }
    XCTAssertFalse(exists(path("own/work")))
  }

  /// A link at the place of a stage file does not lead to somebody's file being replaced.
  func testALinkToSomethingElse() throws {
    try write("precious", to: path("letter"))
    try FileManager.default.createDirectory(atPath: "\(work())/bibsonomy", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(work())/bibsonomy/documents.stage", withDestinationPath: path("letter"))
    try succeed(make: ["bibsonomy", "MODEL=knn"])
    XCTAssertEqual(try String(contentsOfFile: path("letter"), encoding: .utf8), "precious")
  }
}
