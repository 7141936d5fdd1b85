// Nothing old is shown, whatever clocks, copies and earlier commands have done.
import XCTest

final class OldResultTests: MakefileTestCase {
  private func lines(_ word: String, _ count: Int = 40) -> String {
    (0..<count).map {
      #"{"id":"\#(word)\#($0)","title":"\#(word) paper \#($0 % 5)","text":"About \#(word).","#
        + #""tags":["a\#($0 % 3)","b\#($0 % 2)"]}"#
    }.joined(separator: "\n")
  }

  /// A clock that was ten minutes fast.
  func testAWrongClock() throws {
    guard try system(["sh", "-c", "command -v faketime"]) == 0 else {
      throw XCTSkip("SKIPPED: there is no faketime; apt-get install faketime")
    }
    let log = path("fast.log")
    let arguments =
      ["make", "-C", Self.root.path, "-o", ".build/release/.built", "WORK=\(work())"] + Self.small
      + ["bibsonomy"]
    let command = arguments.map { "'\($0)'" }.joined(separator: " ")
    XCTAssertEqual(
      try system(["sh", "-c", "env -u MAKEFLAGS -u MAKELEVEL faketime -f +10m \(command) >\(log) 2>&1"]), 0)
    let changed = try succeed(make: ["bibsonomy", "EMBED_SIZE=8"])
    XCTAssertEqual(worked(changed), ["embed", "train", "predict", "evaluate"], changed)
    try succeed(make: ["bibsonomy", "EMBED_SIZE=8"], work: work("right"))
    XCTAssertEqual(
      try bytes("\(work())/bibsonomy/JMAN/metrics.stage"),
      try bytes("\(work("right"))/bibsonomy/JMAN/metrics.stage"))
  }

  func testInputsThatAreSwapped() throws {
    let (one, two) = (path("one.jsonl"), path("two.jsonl"))
    try lines("first").write(toFile: one, atomically: true, encoding: .utf8)
    try lines("other").write(toFile: two, atomically: true, encoding: .utf8)
    XCTAssertEqual(try system(["touch", "-d", "2020-01-01", one, two]), 0)
    let own = ["corpus", "NAME=mine", "CORPUS=\(one)", "MODEL=knn", "MIN_WORD_COUNT=1"]
    try succeed(make: own)
    // Equal sizes and times, and the names change places.
    XCTAssertEqual(try system(["sh", "-c", "mv \(one) \(one).x && mv \(two) \(one) && mv \(one).x \(two)"]), 0)
    XCTAssertEqual(worked(try succeed(make: own)).first, "preprocess")
  }

  func testFoldsOfAnotherSplitAreNotSeen() throws {
    try succeed(make: ["bibsonomy", "KFOLD=3", "MODEL=knn"])
    let folder = "\(work())/bibsonomy/knn"
    func folds() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("fold") }.sorted()
    }
    XCTAssertEqual(try folds(), ["fold0", "fold1", "fold2"])
    try succeed(make: ["bibsonomy", "MODEL=knn"])
    XCTAssertEqual(try folds(), ["fold0"])
    // They come back, and nothing is computed.
    let back = try succeed(make: ["bibsonomy", "KFOLD=3", "MODEL=knn"])
    XCTAssertEqual(try folds(), ["fold0", "fold1", "fold2"])
    XCTAssertEqual(worked(back), [], back)
  }

  /// Folds of another KFOLD, wherever they were made: as a job, in a sweep, in the original's
  /// way.
  func testFoldsAreNeverMixed() throws {
    let place = "\(work())/bibsonomy"
    func folds(_ folder: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("fold") }.sorted()
    }
    try succeed(make: ["bibsonomy", "KFOLD=4", "MODEL=knn"])
    try succeed(make: ["bibsonomy", "MODEL=knn"])
    XCTAssertEqual(try folds(place), [], "a hold-out learns nothing for each fold")
    try succeed(make: ["bibsonomy-fold", "KFOLD=4", "FOLD=3", "MODEL=knn"])
    try succeed(make: ["bibsonomy", "MODEL=knn"])
    XCTAssertEqual(try folds("\(place)/knn"), ["fold0"])
    try succeed(make: ["bibsonomy", "KFOLD=2", "MODEL=knn"])
    XCTAssertEqual(try folds(place), ["fold0", "fold1"])
    for count in ["3", "2"] { try succeed(make: ["sweep", "GRID=MODEL=knn", "KFOLD=\(count)"]) }
    XCTAssertEqual(try folds("\(place)/sweep/MODEL-knn/knn"), ["fold0", "fold1"])
    XCTAssertEqual(try folds("\(place)/sweep/MODEL-knn"), ["fold0", "fold1"])
  }

  /// Without a folder for temporary files nothing that is stale is called up to date.
  func testStatusWithoutATemporaryFolder() throws {
    try prepare()
    let environment = ["TMPDIR": "/nonexistent"]
    for goals in [["status", "bibsonomy"], ["graph", "bibsonomy"]] {
      XCTAssertEqual(
        try succeed(make: goals + ["EMBED_SIZE=8"], environment: environment),
        try succeed(make: goals + ["EMBED_SIZE=8"]))
    }
  }

  /// A sweep that ends before its first combination shows none of an earlier one.
  func testATableBeginsEmpty() throws {
    try succeed(make: ["sweep", "GRID=MODEL=knn,lexical"])
    let folder = "\(work())/bibsonomy/sweep"
    XCTAssert(FileManager.default.fileExists(atPath: "\(folder)/results.json"))
    _ = try make(["sweep", "GRID=MODEL=knn", "KFOLD=300"])
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(folder)/results.json"))
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(folder)/results.csv"))
  }

  func testFilesBesideAResultAreMadeAgain() throws {
    try prepare()
    let before = try finalFiles(work())
    let folder = "\(work())/bibsonomy/JMAN"
    for name in ["metrics.json", "metrics.csv", "metrics.txt", "tags.csv", "fold0/log.stage"] {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      try succeed(make: ["bibsonomy"])
      XCTAssertEqual(try finalFiles(work()), before, "\(name) removed")
      try Data("damaged".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
      try succeed(make: ["bibsonomy"])
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name).damaged")
      XCTAssertEqual(try finalFiles(work()), before, "\(name) damaged")
    }
    try succeed(make: ["bibsonomy-report", "COMPARE=knn"])
    let compared = try bytes("\(folder)/comparison.json")
    try FileManager.default.removeItem(atPath: "\(folder)/comparison.json")
    try succeed(make: ["bibsonomy-report", "COMPARE=knn"])
    XCTAssertEqual(try bytes("\(folder)/comparison.json"), compared)
  }

  /// A list beside a result is one of its files, wherever it is.
  func testAListOfRejectionsIsMadeAgain() throws {
    let (corpus, list) = (path("c.jsonl"), path("rejected"))
    try (lines("first") + "\n{\"id\":\"none\"}\n").write(toFile: corpus, atomically: true, encoding: .utf8)
    let own = [
      "corpus", "NAME=mine", "CORPUS=\(corpus)", "MODEL=knn", "MIN_WORD_COUNT=1",
      "CORPUS_OPTIONS=--rejections '\(list)'",
    ]
    try succeed(make: own)
    let whole = try bytes(list)
    XCTAssertEqual(started(try succeed(make: own)), [])
    try FileManager.default.removeItem(atPath: list)
    try succeed(make: own)
    XCTAssertEqual(try bytes(list), whole)
    try "damaged".write(toFile: list, atomically: false, encoding: .utf8)
    try succeed(make: own)
    XCTAssertEqual(try bytes(list), whole)
    // What a run without the list has left there is not the next run's.
    let two = path("two.jsonl")
    try (lines("other") + "\n\n[]\n").write(toFile: two, atomically: true, encoding: .utf8)
    let other = ["corpus", "NAME=mine", "CORPUS=\(two)", "MODEL=knn", "MIN_WORD_COUNT=1"]
    try succeed(make: other)
    try succeed(make: other + ["CORPUS_OPTIONS=--rejections '\(list)'"])
    XCTAssertNotEqual(try bytes(list), whole)
  }

  /// Other models are compared as they are, but not where another rule decided: the difference would be its.
  func testAComparisonIsOfOneRule() throws {
    let corpus = path("one.jsonl")
    try lines("first").write(toFile: corpus, atomically: true, encoding: .utf8)
    func made(_ arguments: String...) throws -> String {
      try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(corpus)", "MIN_WORD_COUNT=1"] + arguments)
    }
    _ = try made("MODEL=knn", "TUNE=threshold")
    _ = try made("MODEL=ovr", "TUNE=top-k")
    let report = ["mine-report", "MODEL=ovr", "TUNE=top-k", "MIN_WORD_COUNT=1"]
    let said = try succeed(make: report)
    XCTAssert(said.contains("another rule than TUNE=top-k decided the tags of knn, which is left out"), said)
    let comparison = "\(work())/mine/ovr/comparison.stage"
    XCTAssertFalse(FileManager.default.fileExists(atPath: comparison))
    _ = try made("MODEL=knn", "TUNE=top-k")
    try succeed(make: report)
    XCTAssert(FileManager.default.fileExists(atPath: comparison))
  }

  /// What was given with another corpus does not hold for this one.
  func testANewCorpusStartsAfresh() throws {
    let (one, two) = (path("one.jsonl"), path("two.csv"))
    try lines("first").write(toFile: one, atomically: true, encoding: .utf8)
    let rows = (0..<40).map { "\($0),paper \($0 % 5),About it,a\($0 % 3);b\($0 % 2)" }
    try (["id,title,text,tags"] + rows).joined(separator: "\n").write(
      toFile: two, atomically: true, encoding: .utf8)
    let small = ["MODEL=knn", "MIN_WORD_COUNT=1"]
    try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(one)", "CORPUS_OPTIONS=--format json-lines"] + small)
    let again = try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(one)"] + small)
    XCTAssert(again.contains("mine: as given before: CORPUS_OPTIONS=--format json-lines"), again)
    let other = try succeed(make: ["corpus", "NAME=mine", "CORPUS=\(two)"] + small)
    XCTAssert(other.contains("CORPUS is not the one noted"), other)
    XCTAssert(other.contains("40 documents"), other)
  }
}
